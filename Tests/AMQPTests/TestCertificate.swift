import AMQP
import NIOSSL

/// A certificate for `localhost` and 127.0.0.1 that no authority has signed: of use in tests only.
enum TestCertificate {
    static func server() throws -> TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: [.certificate(try certificate())],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
    }

    static func trustingClient() throws -> TLSConfiguration {
        var configuration = AMQPConfiguration.clientTLS()
        configuration.trustRoots = .certificates([try certificate()])
        return configuration
    }

    private static func certificate() throws -> NIOSSLCertificate {
        try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)
    }

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmgMwylO3GmA8Mu1F
        CGNsIZYb9UJKa32D9GM7p3x04G+hRANCAATTKDcjKd5EXPgAIZaYl+TDM2v5zhq+
        Q6btO2OrQxG0FCoDBzQdgO/RFZahULLhokXhetbnzIaMv2lrhUHvKzS8
        -----END PRIVATE KEY-----
        """

    private static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUR0LFQ3wbgPzLLpkYm1B0b0tYgoUwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTAyNDYyOVoYDzIxMjYxMDI4
        MDI0NjI5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAATTKDcjKd5EXPgAIZaYl+TDM2v5zhq+Q6btO2OrQxG0FCoDBzQdgO/R
        FZahULLhokXhetbnzIaMv2lrhUHvKzS8o28wbTAdBgNVHQ4EFgQUqT9K6OCybdVe
        FrJHnD+RvKANabcwHwYDVR0jBBgwFoAUqT9K6OCybdVeFrJHnD+RvKANabcwGgYD
        VR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
        zj0EAwIDSAAwRQIgVENKw4q0HzVrD2ZNqpnTUxhabxzfe5grqvahJX2uKCQCIQDJ
        nd+Hwl2Nd+PlKFYySIm//5kv+rHcNjiNGGQzyp4xEg==
        -----END CERTIFICATE-----
        """
}
