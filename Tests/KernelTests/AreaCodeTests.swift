import Kernel
import Testing

@Suite struct AreaCodeTests {
    @Test(
        "the number of digits is the level",
        arguments: [
            ("3304", AreaCode.Level.city), ("330402", .district), ("330402001", .street), ("330402001002", .community),
            ("330402001002003", .grid),
        ])
    func levels(text: String, level: AreaCode.Level) throws {
        let code = try #require(AreaCode(text))
        #expect(code.level == level)
        #expect(code.description == text)
    }

    @Test(
        "anything else is no code",
        arguments: [
            "", "33", "33040", "3304021", "33040200", "0304", "33O402", "３３０４", "3304 ", "-30402", "330402001002003004",
        ])
    func refusing(text: String) {
        #expect(AreaCode(text) == nil)
    }

    @Test("an area holds itself and what lies inside it")
    func containment() throws {
        let city = try #require(AreaCode("3304"))
        let district = try #require(AreaCode("330402"))
        let grid = try #require(AreaCode("330402001002003"))
        #expect(city.contains(grid))
        #expect(district.contains(district))
        #expect(!grid.contains(district))
        #expect(!district.contains(try #require(AreaCode("330403001"))))
    }

    @Test("each area has one parent up to the city")
    func parents() throws {
        var chain: [String] = []
        var code = AreaCode("330402001002003")
        while let current = code {
            chain.append(current.text)
            code = current.parent
        }
        #expect(chain == ["330402001002003", "330402001002", "330402001", "330402", "3304"])
    }

    @Test("an ancestor is never smaller than the area")
    func ancestors() throws {
        let community = try #require(AreaCode("330402001002"))
        #expect(community.ancestor(at: .street)?.text == "330402001")
        #expect(community.ancestor(at: .community) == community)
        #expect(community.ancestor(at: .grid) == nil)
        #expect(community.district?.text == "330402")
        #expect(AreaCode("3304")?.district == nil)
        #expect(community.district == AreaCode("330402"))
    }

    @Test("levels go from the grid up to the city, and codes come before what lies inside them")
    func order() throws {
        #expect(AreaCode.Level.allCases.sorted() == [.grid, .community, .street, .district, .city])
        let codes = ["3304", "330402", "330402001", "330403"].compactMap { AreaCode($0) }
        #expect(codes.shuffled().sorted() == codes)
    }
}
