public import Hummingbird

/// What Hummingbird knows of a connection; everything else of a request is in ``RequestInput``.
///
/// Why: `X-Forwarded-For` is not looked at; the peer is the peer.
public struct ServiceRequestContext: InitializableFromSource {
    /// Takes what Hummingbird offers.
    public init(source: ApplicationRequestContextSource) {}
}
