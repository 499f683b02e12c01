public import DispatchContract
import Kernel
import Wire
public import WorkingTime

// The domain's codes as the contract names them.

/// A code of the domain that the contract has under the same word.
protocol PublishedCode: RawRepresentable<String>, CaseIterable, Sendable {
    /// The contract's enumeration.
    associatedtype Published: WireEnumeration
}

extension PublishedCode {
    /// The code as messages name it; a test holds that the contract has each.
    var published: Published {
        guard let code = Published(rawValue: rawValue) else {
            preconditionFailure("the contract has no word for \(Self.self).\(rawValue)")
        }
        return code
    }

    /// The words that the contract does not have.
    static var unpublished: [String] { allCases.map(\.rawValue).filter { Published(rawValue: $0) == nil } }
}

extension WorkingTime.Light {
    /// The light as events and responses name it.
    public var published: DispatchContract.Light {
        switch self {
        case .green: .green
        case .yellow: .yellow
        case .red: .red
        }
    }
}

extension AreaCode.Level {
    var published: AreaLevel {
        switch self {
        case .grid: .grid
        case .community: .community
        case .street: .street
        case .district: .district
        case .city: .city
        }
    }
}
