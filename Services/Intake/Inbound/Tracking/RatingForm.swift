import Wire

/// A requester's rating of a closed request.
struct RatingForm: FieldCodable {
    let proof: TrackingForm
    let stars: Int

    static let fields = Fields(
        name: "Rating", unknown: .refused,
        { (code, lastFour, stars) in RatingForm(proof: TrackingForm(code: code, lastFour: lastFour), stars: stars) },
        TrackingForm.code(\.proof.code), TrackingForm.lastFour(\.proof.lastFour),
        Field("stars", \.stars, within: 1...5, unit: "stars", "Rating by the requester."))
}

/// A rating that was taken.
struct RatingResponse: FieldEncodable {
    let number: String
    let stars: Int

    static let fields = WrittenFields<Self>(
        WrittenField("number", \.number, "Number of the request."),
        WrittenField("stars", \.stars, within: 1...5, "Rating by the requester."))
}
