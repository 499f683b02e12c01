import DispatchDomain
import Testing

@Suite("Catalogue")
struct CatalogueTests {
    static let header = "category,skill,certificate,difficulty,profession,limit,value,source"
    static func catalogue(_ rows: String...) throws -> Catalogue {
        try Catalogue(csv: ([header] + rows).joined(separator: "\n"))
    }

    @Test("the longest prefix of a category decides, and the star is the fallback")
    func prefix() throws {
        let catalogue = try Self.catalogue(
            "# a comment", "*,,no,10,10,working_days,5,ours", "政法,legal,no,12,13,working_days,5,ours",
            "政法/公安,legal,yes,15,13,working_hours,4,ours")
        #expect(catalogue.responsibility(for: "政法/公安/户籍").difficulty == 15)
        #expect(catalogue.responsibility(for: "政法/司法").difficulty == 12)
        #expect(catalogue.responsibility(for: "民政/救灾").limit == .workingDays(5))
        #expect(catalogue.responsibility(for: "政法公安").difficulty == 10)
    }

    @Test("the request's own skill goes first, except before a certificate")
    func skill() throws {
        let catalogue = try Self.catalogue(
            "甲,care,no,10,10,working_days,5,ours", "乙,legal,yes,10,10,working_days,5,ours")
        #expect(catalogue.responsibility(for: "甲", skill: "medical").skill == "medical")
        #expect(catalogue.responsibility(for: "乙", skill: "medical").skill == "legal")
    }

    @Test(
        "a wrong line is named by its number",
        arguments: [
            ("甲,,no,10,10,working_days,5", "not eight cells"), (",,no,10,10,working_days,5,x", "no path"),
            ("甲,,maybe,10,10,working_days,5,x", "certificate"), ("甲,,no,11,10,working_days,5,x", "difficulty"),
            ("甲,,no,10,11,working_days,5,x", "profession"), ("甲,,no,10,10,weeks,5,x", "limit"),
            ("甲,,no,10,10,working_days,0,x", "value"), ("甲,,no,10,10,working_days,999999999999999999999,x", "value"),
            ("甲,,yes,10,10,working_days,5,x", "certificate"),
        ])
    func faults(_ row: String, _ word: String) {
        let fault = #expect(throws: CatalogueFault.self) { try Self.catalogue("*,,no,10,10,working_days,5,x", row) }
        #expect(fault?.line == 3)
        #expect(fault?.reason.contains(word) == true)
    }

    @Test("a path that stands there twice, a missing header and an empty file are faults")
    func shapes() {
        #expect(throws: CatalogueFault.self) {
            try Self.catalogue("甲,,no,10,10,working_days,5,x", "甲,,no,10,10,working_days,5,x")
        }
        #expect(throws: CatalogueFault.self) { try Catalogue(csv: "a,b,c") }
        #expect(throws: CatalogueFault.self) { try Catalogue(csv: "") }
    }
}
