import Testing

@testable import TerminalKit

// Goal: theme files and code mean the same by a role.
// Method: names there and back; parents by hand.

@Suite("Roles")
struct StyleRoleTests {
    @Test("every role has a name of its own, and is found by it")
    func names() {
        #expect(Set(StyleRole.allCases.map(\.name)).count == StyleRole.allCases.count)
        #expect(StyleRole.allCases.filter { StyleRole(name: $0.name) != $0 } == [])
        #expect(StyleRole(name: "amount.purple") == nil)
    }

    @Test("a name is that of the case, in parts")
    func spelling() {
        for role in StyleRole.allCases where role != .keyDescription {
            #expect(role.name.split(separator: ".").joined() == "\(role)".lowercased())
        }
        #expect(StyleRole.keyDescription.name == "key.desc")
    }

    @Test(
        "what a theme leaves out is told by the parent",
        arguments: [
            (.amountPending, .amount), (.amount, .text), (.borderFocus, .border),
            (.bannerDemo, .banner), (.chart3, .chart), (.accent, .text), (.text, nil),
            (.background, nil),
        ] as [(StyleRole, StyleRole?)]
    )
    func parents(role: StyleRole, parent: StyleRole?) {
        #expect(role.parent == parent)
    }

    @Test("every role but the ground ends at text")
    func ends() {
        for role in StyleRole.allCases where role != .background {
            var last = role
            while let parent = last.parent { last = parent }
            #expect(last == .text)
        }
    }

    @Test("raw values are the places in the list, which themes rely on")
    func order() {
        #expect(StyleRole.allCases.map { Int($0.rawValue) } == Array(StyleRole.allCases.indices))
    }
}
