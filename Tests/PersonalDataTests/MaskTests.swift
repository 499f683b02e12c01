import PersonalData
import Testing

@Suite("A masked value is not taken back")
struct MaskTests {
    static let signs = Array("*＊∗⁎﹡⋆★☆●•·○◯⚪⚫×✕✖xXｘＸ█■□▇▓…⋯")

    @Test("no sign of a mask passes in a name, at its end or in its middle", arguments: signs)
    func names(sign: Character) {
        for typed in ["王\(sign)\(sign)", "王\(sign)明", "\(sign)\(sign)明", "欧阳\(sign)\(sign)", "王\(sign)"] {
            #expect(throws: TextFault.masked, "\(typed)") { try PersonName(typed) }
        }
    }

    @Test("a run of any of them is a mask in an address and a number", arguments: signs)
    func runs(sign: Character) {
        let mask = String(repeating: sign, count: 4)
        #expect(throws: PhoneNumber.Fault.masked) { try PhoneNumber("138\(mask)5678") }
        #expect(throws: PhoneNumber.Fault.masked) { try PhoneNumber("0573-\(mask)2345") }
        #expect(throws: TextFault.masked) { try ServiceAddress("中山路\(mask)号") }
        #expect(throws: TextFault.masked) { try ServiceAddress("中山路10号3幢\(mask)") }
    }

    @Test(
        "a name is no mask because a sign stands in it that also masks",
        arguments: [
            "买买提·艾力", "阿卜杜热西提·艾买提江·吐尔逊", "阿依古丽•买买提", "扎西・多吉", "བསྟན་འཛིན", "Max", "Xavier Xu", "Malcolm X",
            "J. R. R. Tolkien",
            "Sammy Davis Jr.", "Alex王", "Félix", "王〇", "O’Brien",
        ])
    func wholeNames(typed: String) throws {
        #expect(try PersonName(typed).text == typed)
    }

    @Test(
        "an address is no mask because a sign stands in it that also masks",
        arguments: [
            "中山路10号3#楼502", "万达·广场2楼", "二○三室", "二〇〇号", "X栋301", "Xinhua Road 5", "Flexx大厦A座", "3×5米的棚子旁", "St. Mary 5",
        ])
    func wholeAddresses(typed: String) throws {
        #expect(try ServiceAddress(typed).text == typed)
    }

    @Test("what is shown masked is masked")
    func shown() throws {
        #expect(try PersonName("王小明").masked == "王**")
        #expect("\(try PersonName("\u{20BB7}野"))" == "\u{20BB7}**")
        #expect("\(try PhoneNumber("13812345678"))" == "138****5678")
        for (typed, masked) in [
            ("中山路10号3幢502室", "中山路10号3幢***"), ("解放街道中山路10号", "解放街道中山路10号***"), ("春华镇金鼎村七组", "春华镇金鼎村***"),
            ("老地方", "老***"),
        ] {
            let address = try ServiceAddress(typed)
            #expect(address.masked == masked)
            #expect("\(address)" == masked)
        }
    }
}
