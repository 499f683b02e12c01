import IntakeContract
import IntakeDomain

extension IntakeDomain.Channel {
    var published: IntakeContract.Channel {
        switch self {
        case .phone: .phone
        case .web: .web
        case .sms: .sms
        case .patrol: .patrol
        case .device: .device
        case .partner: .partner
        }
    }
}

extension IntakeDomain.Urgency {
    var published: IntakeContract.Urgency {
        switch self {
        case .general: .general
        case .urgent: .urgent
        case .emergency: .emergency
        }
    }
}

extension IntakeDomain.RefusalReason {
    var published: IntakeContract.RefusalReason {
        switch self {
        case .notInRemit: .notInRemit
        case .inLitigation: .inLitigation
        case .duplicate: .duplicate
        case .abuse: .abuse
        }
    }
}

extension IntakeDomain.CallbackResult {
    var published: IntakeContract.CallbackResult {
        switch self {
        case .satisfied: .satisfied
        case .basicallySatisfied: .basicallySatisfied
        case .dissatisfied: .dissatisfied
        case .unreachable: .unreachable
        }
    }
}
