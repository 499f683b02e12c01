import CSVFiles
import Kernel
import SuiteControl

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
    private enum DistrictColumn: String, CSVColumn {
        case code, name, latitude, longitude
    }

    private enum StreetColumn: String, CSVColumn {
        case code, name
        case district = "district_code"
    }

    private enum CatalogueColumn: String, CSVColumn {
        case category, skill, certificate, difficulty, profession, limit, value, source
    }

    private enum CategoryColumn: String, CSVColumn {
        case level1, level2, level3
    }

    static func districts(in folder: String) throws -> [DistrictRow] {
        try rows("\(folder)/districts.csv", DistrictColumn.self).map { row in
            guard let code = row.value(.code).flatMap({ AreaCode($0) }), let name = row.value(.name),
                let latitude = row.value(.latitude).flatMap({ Double($0) }),
                let longitude = row.value(.longitude).flatMap({ Double($0) })
            else { throw OperatorFault.demo("districts.csv, line \(row.line), cannot be read") }
            return DistrictRow(code: code, name: name, latitude: latitude, longitude: longitude)
        }
    }

    static func streets(in folder: String) throws -> [StreetRow] {
        try rows("\(folder)/streets.csv", StreetColumn.self).map { row in
            guard let code = row.value(.code).flatMap({ AreaCode($0) }), let name = row.value(.name),
                let district = row.value(.district).flatMap({ AreaCode($0) })
            else { throw OperatorFault.demo("streets.csv, line \(row.line), cannot be read") }
            return StreetRow(code: code, name: name, district: district)
        }
    }

    /// The codes of the skills that the catalogue asks for.
    static func skills(in folder: String) throws -> [String] {
        Set(try rows("\(folder)/catalogue.csv", CatalogueColumn.self).compactMap { $0.value(.skill) }).sorted()
    }

    /// The paths of the category tree.
    static func categories(in folder: String) throws -> [String] {
        try rows("\(folder)/categories.csv", CategoryColumn.self).map { row in
            CategoryColumn.allCases.compactMap { row.value($0) }.joined(separator: "/")
        }
    }

    private static func rows<Column: CSVColumn>(_ path: String, _ columns: Column.Type) throws -> [CSVRow<Column>] {
        let text = try TextFile.read(path)
        let table: CSVTable<Column>
        do throws(CSVFileFault) {
            table = try CSVTable(Array(text.utf8), comments: true)
        } catch {
            throw OperatorFault.demo("\(path) is not a table: \(error)")
        }
        if let first = table.faulty.first {
            throw OperatorFault.demo("\(path), line \(first.line), cannot be read: \(first.fault)")
        }
        return table.rows
    }
}
