import Testing

@testable import DispatchApplication

@Suite("Codes in messages")
struct PublishedCodesTests {
    @Test("the contract has every word of the domain's codes")
    func complete() {
        for codes in PublishedCodes.all { #expect(codes.unpublished.isEmpty, "\(codes)") }
    }
}
