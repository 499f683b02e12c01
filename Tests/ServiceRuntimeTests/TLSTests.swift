import NIOCore
import NIOPosix
import NIOSSL
import TestSupport
import Testing

@testable import ServiceRuntime

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite("The server's certificate")
struct TLSTests {
    @Test("with a certificate the server speaks TLS")
    func secure() async throws {
        let (certificate, key) = (TemporaryFile.path(), TemporaryFile.path())
        defer {
            unlink(certificate)
            unlink(key)
        }
        try TemporaryFile.write(Self.certificate, to: certificate)
        try TemporaryFile.write(Self.key, to: key)
        let settings = HTTPSettings(tls: .init(certificateFile: certificate, keyFile: key))
        let text = try await within(patience) {
            try await LiveServer.run(settings: settings) { port in
                try await RawConnection.with(port: port, secure: true) { session in
                    try await session.send(
                        "GET /v1/tracking/abc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    return await session.readToEnd()
                }
            }
        }
        #expect(text.hasPrefix("HTTP/1.1 200 "))
        #expect(text.hasSuffix(#"{"code":"abc"}"#))
    }

    @Test("a certificate that can't be used is an error of the configuration")
    func unusable() async throws {
        let path = TemporaryFile.path()
        defer { unlink(path) }
        try TemporaryFile.write("no certificate", to: path)
        let api = try await SampleService().api()
        #expect(throws: ConfigurationError.self) {
            _ = try api.application(HTTPSettings(tls: .init(certificateFile: path, keyFile: path)))
        }
    }

    // A key that protects nothing: it was made for this test and stands here for all to see.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQguEDK0ki0Dxywzv/R
        7KD0c2BomvOVnchNIhVtg4wuo1qhRANCAAQEOgsaZElAN7SJfpTgLWXXSBCL+jog
        uBDtUe/8EDqgIUGu+KYce9zXKNaj6c7xyf5pkht7lJG+Zfpk6OovaVq0
        -----END PRIVATE KEY-----
        """

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUEvutbU1l4XqL2GXWb8EU5BL15NYwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTAzMzcyMVoYDzIxMjYxMDI4
        MDMzNzIxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQEOgsaZElAN7SJfpTgLWXXSBCL+joguBDtUe/8EDqgIUGu+KYce9zX
        KNaj6c7xyf5pkht7lJG+Zfpk6OovaVq0o28wbTAdBgNVHQ4EFgQUmm3f2UkDwoZ0
        NStO6/kbw2SdoTgwHwYDVR0jBBgwFoAUmm3f2UkDwoZ0NStO6/kbw2SdoTgwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIhAMoFsAL/X6fCbyNc7y2x/lYlFKX8Cjg4PPb16TWQJGoAAiAA
        8Z8qMm7+DKcuQh/fQYOgfD2fT8cyDYgSMfPMYmNyJQ==
        -----END CERTIFICATE-----
        """
}
