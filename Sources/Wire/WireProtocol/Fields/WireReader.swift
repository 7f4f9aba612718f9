/// Reader of the members of an object, which reads each once and refuses the rest.
struct WireReader {
    private let members: [JSONMember]
    private var isRead: [Bool]

    init(_ members: [JSONMember]) {
        self.members = members
        isRead = [Bool](repeating: false, count: members.count)
    }

    /// Returns true if a member of that name is there and not yet read.
    func has(_ name: String) -> Bool { index(of: name) != nil }

    /// Returns the value of a member and marks it as read; nil if it is not there.
    mutating func consume(_ name: String) -> JSONValue? {
        guard let index = index(of: name) else { return nil }
        isRead[index] = true
        return members[index].value
    }

    /// Checks that no member is left.
    ///
    /// - Throws: `unknownField` with the first by name.
    func finish() throws(WireError) {
        let rest = members.indices.filter { !isRead[$0] }.map { members[$0].name }
        if let name = rest.min() { throw .unknownField(name) }
    }

    // Objects are short, so that a search is quicker than a table.
    private func index(of name: String) -> Int? {
        members.indices.first { !isRead[$0] && members[$0].name == name }
    }
}
