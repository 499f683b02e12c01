public import Wire

extension Schema {
    /// A page of a list: `items` and, if there are more, `next_cursor`.
    public static func page(of element: Schema) -> Schema {
        .object([
            Property("items", .array(of: element, max: QueryParameter.greatestLimit), "Elements of the page."),
            Property(
                "next_cursor", .string(), required: false, "Cursor of the next page; absent on the last one."),
        ])
    }
}
