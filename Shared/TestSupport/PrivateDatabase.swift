import Glibc
public import Postgres
import Synchronization

/// A PostgreSQL cluster of a test's own that speaks TLS, with a certificate for the name `localhost` and no other.
public final class PrivateDatabase: Sendable {
    /// Its administrator, without TLS.
    public let configuration: PostgresConfiguration
    /// The certificate, which nobody else has signed, as a PEM file.
    public let certificate: String
    /// The certificate of somebody else, as a PEM file.
    public let strangersCertificate: String
    private let folder: String
    private let environment: [String: String]
    private let server = Mutex<ChildProcess?>(nil)

    private init() throws {
        var template = Array("/tmp/minqing-database-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw NotInTime(description: "mkdtemp: \(errno)") }
        folder = String(cString: made)
        let port = try FreePort.find()
        environment = ["FOLDER": folder, "PORT": "\(port)", "OWNER": "\(getpid())"]
        configuration = PostgresConfiguration(
            host: "localhost", port: port, database: "postgres", user: "postgres", password: "")
        certificate = "\(folder)/server.crt"
        strangersCertificate = "\(folder)/stranger.crt"
    }

    /// Lends a running cluster and removes it afterwards.
    public static func with<R>(body: (PrivateDatabase) async throws -> R) async throws -> R {
        let database = try PrivateDatabase()
        let result: R
        do {
            try await database.start()
            result = try await body(database)
        } catch {
            try await database.remove()
            throw error
        }
        try await database.remove()
        return result
    }

    private func start() async throws {
        let child = try ChildProcess(script: Self.script, environment: environment, log: "\(folder)/start.log")
        server.withLock { $0 = child }
        try await eventually(within: patience * 2, "the cluster's start, see \(folder)/start.log") {
            (try? await PostgresConnection.withConnection(configuration) { try await $0.query("SELECT 1") }) != nil
        }
    }

    private func remove() async throws {
        let child = server.withLock { server in
            defer { server = nil }
            return server
        }
        // SIGINT is PostgreSQL's fast shutdown; as SIGKILL it would leave its shared memory behind.
        child?.signal(SIGINT)
        _ = try await child?.exit(within: patience)
        try await ChildProcess.run("rm -rf \"$FOLDER\"", environment: environment, log: "/dev/null")
    }

    /// In: FOLDER, PORT, OWNER.
    ///
    /// PostgreSQL refuses root, so root gives it to the account of Debian's package.
    private static let script = """
        BIN=$(pg_config --bindir)
        cd "$FOLDER" && chmod 0755 . || exit 1
        for name in server stranger; do
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \\
                -addext subjectAltName=DNS:localhost -keyout $name.key -out $name.crt || exit 1
        done
        mkdir data && AS=
        if [ "$(id -u)" = 0 ]; then chown postgres data server.key && AS="setpriv --reuid postgres --regid postgres --clear-groups"; fi
        chmod 0600 server.key
        $AS "$BIN/initdb" -D "$FOLDER/data" -U postgres -A trust -E UTF8 --locale=C --no-sync || exit 1
        # A test run that crashes must not leave a cluster behind.
        (while kill -0 $OWNER 2>/dev/null; do sleep 2; done; rm -rf "$FOLDER"; kill -INT 0) &
        exec $AS "$BIN/postgres" -D "$FOLDER/data" -p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= \\
            -c fsync=off -c ssl=on -c ssl_cert_file="$FOLDER/server.crt" -c ssl_key_file="$FOLDER/server.key"
        """
}
