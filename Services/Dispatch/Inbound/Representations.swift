import DispatchApplication
import DispatchDomain
import Kernel
import Wire

/// An order as callers see it.
struct WorkOrderView: WireEncodable {
    let order: WorkOrder

    func encode(to writer: inout ObjectWriter) {
        let terms = order.terms
        writer.field("id", order.id)
        writer.field("request_id", terms.request)
        writer.field("round", terms.round)
        writer.field("category", terms.category)
        writer.field("urgency", terms.urgency.rawValue)
        writer.field("area", terms.area)
        writer.field("responsible_area", order.responsibleArea)
        writer.field("state", order.state.rawValue)
        writer.field("allowed", order.state.next.map(\.rawValue))
        writer.field("light", order.light.code)
        writer.field("skill", terms.responsibility.skill)
        writer.field("certificate_required", terms.responsibility.requiresCertificate)
        writer.field("holder_id", order.holder)
        writer.field("wave", order.wave)
        writer.field("open_offers", order.openOffers.count)
        writer.field("result", order.progress.submission?.result.rawValue)
        writer.field("quarter_hours", order.progress.submission?.quarterHours)
        writer.field("explanation", order.progress.submission?.explanation)
        writer.field("verifier_id", order.progress.verifier)
        writer.field("reworks", order.reworks)
        writer.field("registered_at", terms.registeredAt)
        writer.field("issued_at", terms.issuedAt)
        writer.field("resolution_due", order.clock(.resolution)?.redAt)
        writer.field("version", order.version.value)
    }
}

/// An order as a line of a list.
struct WorkOrderLineView: WireEncodable {
    let line: WorkOrderLine

    func encode(to writer: inout ObjectWriter) {
        writer.field("id", line.id)
        writer.field("request_id", line.request)
        writer.field("round", line.round)
        writer.field("category", line.category)
        writer.field("urgency", line.urgency.rawValue)
        writer.field("area", line.area)
        writer.field("responsible_area", line.responsibleArea)
        writer.field("state", line.state.rawValue)
        writer.field("light", line.light.code)
        writer.field("holder_id", line.holder)
        writer.field("issued_at", line.issuedAt)
        writer.field("next_due", line.nextDue)
    }
}

/// An open offer as its member sees it.
struct OfferView: WireEncodable {
    let offer: OfferLine

    func encode(to writer: inout ObjectWriter) {
        writer.field("id", offer.id)
        writer.field("work_order_id", offer.workOrder)
        writer.field("request_id", offer.request)
        writer.field("category", offer.category)
        writer.field("urgency", offer.urgency.rawValue)
        writer.field("area", offer.area)
        writer.field("wave", offer.wave)
        writer.field("offered_at", offer.offeredAt)
        writer.field("expires_at", offer.expiresAt)
    }
}

/// Why an order was offered to whom, and what kept the others out.
struct MatchView: WireEncodable {
    let order: WorkOrder

    func encode(to writer: inout ObjectWriter) {
        writer.field("work_order_id", order.id)
        writer.field("considered", order.lastMatch.considered)
        let shortfall = Gate.allCases.compactMap { gate in order.lastMatch.shortfall[gate].map { (gate, $0) } }
        writer.array("shortfall", shortfall) { writer, entry in
            writer.object { entryWriter in
                entryWriter.field("gate", entry.0.rawValue)
                entryWriter.field("count", entry.1)
            }
        }
        writer.array("offers", order.offers) { writer, offer in
            writer.object { Self.write(offer, to: &$0) }
        }
    }

    private static func write(_ offer: Offer, to writer: inout ObjectWriter) {
        writer.field("offer_id", offer.id)
        writer.field("member_id", offer.member)
        writer.field("wave", offer.wave)
        writer.field("rank", offer.rank)
        writer.field("state", offer.state.rawValue)
        writer.field("reason", offer.reason?.rawValue)
        writer.object("score") { score in
            score.field("total", offer.score.total)
            score.field("skill", offer.score.skill)
            score.field("nearness", offer.score.nearness)
            score.field("duty", offer.score.duty)
            score.field("history", offer.score.history)
            score.field("load", offer.score.load)
        }
        writer.field("offered_at", offer.offeredAt)
        writer.field("expires_at", offer.expiresAt)
        writer.field("closed_at", offer.closedAt)
    }
}

/// The clocks of an order with their journals.
struct ClocksView: WireEncodable {
    let order: WorkOrder

    func encode(to writer: inout ObjectWriter) {
        writer.field("work_order_id", order.id)
        writer.field("light", order.light.code)
        writer.array("clocks", order.clocks) { writer, clock in
            writer.object { w in
                w.field("clock", clock.kind.rawValue)
                w.field("number", clock.number)
                w.field("running", clock.isRunning)
                w.field("light", clock.light.code)
                w.field("yellow_at", clock.yellowAt)
                w.field("red_at", clock.redAt)
                w.array("entries", clock.history) { writer, line in
                    writer.object { entry in
                        entry.field("action", line.action)
                        entry.field("at", line.at)
                    }
                }
            }
        }
    }
}
