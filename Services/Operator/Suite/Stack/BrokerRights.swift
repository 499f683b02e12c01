import City
import Messaging
import Wire

/// What a user of the broker may do; each right is a regular expression over the names of queues and exchanges.
///
/// Source: RabbitMQ, Access Control; topic authorisation for `topics`.
struct BrokerRights: Sendable, Hashable {
    let configure: String
    let write: String
    let read: String
    /// The routing keys that may be published to the events' exchange; nil where nothing is published there.
    let topics: String?

    /// A service publishes in its own name only, and reads its own queues.
    static func service(_ name: String) -> BrokerRights {
        BrokerRights(configure: "^$", write: #"^minqing\.events$"#, read: #"^\#(name)\."#, topics: #"^\#(name)\."#)
    }

    /// The analysts make and read queues of their own, and read the audit stream.
    static let analytics = BrokerRights(
        configure: #"^(analytics|demo)\."#, write: #"^(analytics|demo)\."#,
        read: #"^((analytics|demo)\.|audit\.events$|minqing\.events$)"#, topics: nil)

    /// The call centre pushes commands and hears nothing.
    static let callCentre = BrokerRights(configure: "^$", write: #"^minqing\.commands$"#, read: "^$", topics: nil)

    /// What the management API's `permissions` takes.
    var permissions: String {
        Self.json { object in
            object.field("configure", configure)
            object.field("write", write)
            object.field("read", read)
        }
    }

    /// What the management API's `topic-permissions` takes; what is read is limited by the queues.
    var topicPermissions: String? {
        topics.map { topics in
            Self.json { object in
                object.field("exchange", CityTopology.events)
                object.field("write", topics)
                object.field("read", ".*")
            }
        }
    }

    private static func json(_ body: (inout ObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(body)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
