import Kernel
import SuiteControl
import SwiftCSV

/// A row of `deploy/city/districts.csv`.
struct DistrictRow: Sendable {
    let code: AreaCode
    let name: String
    /// The south-western corner of the demo's rectangles.
    ///
    /// Units: degrees WGS84.
    let latitude: Double
    let longitude: Double
}

/// A row of `deploy/city/streets.csv`.
struct StreetRow: Sendable {
    let code: AreaCode
    let name: String
    let district: AreaCode
}

/// Reads the city's official codes.
enum CityFiles {
    static func districts(in folder: String) throws -> [DistrictRow] {
        try rows("\(folder)/districts.csv").map { row in
            guard let code = row["code"].flatMap({ AreaCode($0) }), let name = row["name"],
                let latitude = row["latitude"].flatMap({ Double($0) }),
                let longitude = row["longitude"].flatMap({ Double($0) })
            else { throw OperatorFault.demo("districts.csv has a row that cannot be read") }
            return DistrictRow(code: code, name: name, latitude: latitude, longitude: longitude)
        }
    }

    static func streets(in folder: String) throws -> [StreetRow] {
        try rows("\(folder)/streets.csv").map { row in
            guard let code = row["code"].flatMap({ AreaCode($0) }), let name = row["name"],
                let district = row["district_code"].flatMap({ AreaCode($0) })
            else { throw OperatorFault.demo("streets.csv has a row that cannot be read") }
            return StreetRow(code: code, name: name, district: district)
        }
    }

    /// The codes of the skills that the catalogue asks for.
    static func skills(in folder: String) throws -> [String] {
        Set(try rows("\(folder)/catalogue.csv").compactMap { $0["skill"] }.filter { !$0.isEmpty }).sorted()
    }

    /// The paths of the category tree.
    static func categories(in folder: String) throws -> [String] {
        try rows("\(folder)/categories.csv").map { row in
            ["level1", "level2", "level3"].compactMap { row[$0] }.filter { !$0.isEmpty }.joined(separator: "/")
        }
    }

    private static func rows(_ path: String) throws -> [[String: String]] {
        let text = try TextFile.read(path)
        do {
            return try CSV<Named>(string: text.filter { $0 != "\r" }).rows
        } catch {
            throw OperatorFault.demo("\(path) is not a table: \(error)")
        }
    }
}
