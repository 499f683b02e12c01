import ArgumentParser
import City
import Postgres
import SuiteControl
import Wire

/// Shows how far each context's journal is published.
struct Journal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show each context's journal: rows, rows waiting, age of the oldest waiting one, messages that wait.")
    @OptionGroup var options: StackOptions

    func run() async throws {
        try await Faults.reported {
            let stack = try options.stack()
            let database = try stack.servers.environment().administrator(database: stack.options.database)
            try await AdministratorPool.with(database, logger: stack.logger) { pool in
                for name in CityContext.names {
                    let row = try await pool.query(Self.question(schema: name))
                    guard let state = row.first else { continue }
                    let (rows, waiting, age, held, dead) = try state.decode(
                        Int64.self, Int64.self, Double.self, Int64.self, Int64.self)
                    if options.json {
                        Terminal.print(json: { writer in
                            writer.field("context", name)
                            writer.field("rows", rows)
                            writer.field("waiting", waiting)
                            writer.field("oldest_seconds", age)
                            writer.field("inbox_waiting", held)
                            writer.field("dead_letters", dead)
                        })
                    } else {
                        Terminal.print(
                            "\(name)\t\(rows) rows\t\(waiting) to publish\toldest \(age) s\t\(held) waiting\t\(dead) dead"
                        )
                    }
                }
            }
        }
    }

    /// Index: the journal's primary key above the cursor's floor; the other tables are small.
    static func question(schema: String) -> SQL {
        """
        SELECT (SELECT count(*) FROM \(unescaped: schema).journal),
               count(*), coalesce(round(extract(epoch FROM now() - min(created_at))::numeric, 1), 0)::float8,
               (SELECT count(*) FROM \(unescaped: schema).inbox_waiting),
               (SELECT count(*) FROM \(unescaped: schema).dead_letters WHERE replayed_at IS NULL)
        FROM \(unescaped: schema).journal AS event, \(unescaped: schema).journal_cursor AS cursor
        WHERE event.seq > greatest(cursor.floor, cursor.position)
              AND NOT pg_visible_in_snapshot(event.xid, cursor.seen)
        """
    }
}
