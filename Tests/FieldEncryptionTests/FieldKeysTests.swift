import FieldEncryption
import Testing

@Suite("The key file")
struct FieldKeysTests {
    private static let secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    @Test("the highest version seals and all versions are kept")
    func versions() throws {
        let keys = try FieldKeys(
            parsing: "# keys of the city\n1:\(Self.secret)\r\n\n 12 : \(Self.secret)\n3:\(Self.secret)")
        #expect(keys.current == 12)
        #expect(keys.versions == [1, 3, 12])
    }

    @Test(
        "a key file that is wrong is refused without repeating the secret",
        arguments: [
            ("", FieldEncryptionError.Code.noKeys), ("# nothing", .noKeys), ("1", .badLine), ("0:\(secret)", .badLine),
            ("256:\(secret)", .badLine), ("x:\(secret)", .badLine), ("1:AAEC", .badKey), ("1:\(secret)AA", .badKey),
            ("1:!!!!", .badKey), ("1:\(secret.dropLast(2))9=", .badKey), ("1:\(secret)\n1:\(secret)", .repeatedVersion),
        ])
    func refused(text: String, code: FieldEncryptionError.Code) {
        do {
            _ = try FieldKeys(parsing: text)
            Issue.record("accepted \(text)")
        } catch {
            #expect(error.code == code)
            #expect(!error.description.contains("AAEC"))
        }
    }
}
