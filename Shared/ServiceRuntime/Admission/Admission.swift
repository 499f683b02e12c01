import Synchronization

/// The one ``AdmissionState`` of a server, shared by its connections and requests.
final class Admission: Sendable {
    private let state: Mutex<AdmissionState>

    init(_ limits: AdmissionState.Limits = AdmissionState.Limits()) {
        state = Mutex(AdmissionState(limits))
    }

    func connectionOpened(from address: String) -> AdmissionState.ConnectionVerdict {
        state.withLock { $0.connectionOpened(from: address) }
    }

    func connectionClosed(from address: String) { state.withLock { $0.connectionClosed(from: address) } }

    /// What one request holds of the bytes for bodies; it must be released when the request was answered.
    struct Lease {
        private let admission: Admission
        private let isAnonymous: Bool
        private var held = 0

        fileprivate init(_ admission: Admission, isAnonymous: Bool) {
            self.admission = admission
            self.isAnonymous = isAnonymous
        }

        /// Whether a body of that length would fit now.
        func hasRoom(for bytes: Int) -> Bool {
            admission.state.withLock { $0.hasRoom(forBody: bytes, isAnonymous: isAnonymous) }
        }

        /// Takes bytes that arrived; false where there is no room for them.
        mutating func take(_ bytes: Int) -> Bool {
            guard admission.state.withLock({ $0.bodyArrived(bytes, isAnonymous: isAnonymous) }) else { return false }
            held += bytes
            return true
        }

        /// Gives back what was taken.
        mutating func release() {
            guard held > 0 else { return }
            admission.state.withLock { $0.bodyReleased(held, isAnonymous: isAnonymous) }
            held = 0
        }
    }

    /// A lease that holds nothing yet.
    func lease(isAnonymous: Bool) -> Lease { Lease(self, isAnonymous: isAnonymous) }
}
