import Testing

@testable import TerminalKit

/// Goal: a listener learns each change of the screen once, in words, and nothing else.
///
/// Method: two models of one screen are compared, and the lines are read as text.
@Suite struct LinearRendererTests {
    private func lines(_ old: ScreenModel?, _ new: ScreenModel) -> [String] {
        LinearRenderer.announce(old: old, new: new).map(\.plain)
    }

    @Test("a new screen is read from top to bottom, and its keys last")
    func introduction() {
        let read = lines(nil, Samples.listScreen())
        #expect(
            read.prefix(5) == [
                "DEMO: Savings 4417",
                "offline, as of 14:02; 3 waiting; signed in: Asha Kulkarni; INR",
                "Booked: 1,20,000.00 INR; as of 14:02",
                "Held: minus 450.50 INR held",
                "Available: 1,19,549.50 INR; as of 14:02",
            ]
        )
        #expect(read[5] == "Entries: 340 rows")
        #expect(read[6].hasPrefix("1: 12 Nov 2026; Asha Stationery"))
        #expect(read[6].hasSuffix("; posted; minus 1,20,000.00 DR; 10,00,000.00"))
        #expect(read[8].hasSuffix("; selected"))
        #expect(read[6 + LinearRenderer.introducedRowCount] == "340 entries, newest first")
        #expect(read.last?.hasPrefix("Keys: Enter open; t transfer") == true)
        #expect(read.contains("Warning: No line to the bank. Working from the record."))
    }

    @Test("a screen that did not change says nothing")
    func silence() {
        for screen in [Samples.listScreen(), Samples.formScreen(), Samples.dialogScreen()] {
            #expect(lines(screen, screen).isEmpty)
        }
    }

    @Test("a moved selection is one line: the row it came to, value by value")
    func movedSelection() {
        let old = Samples.listScreen()
        var new = old
        new.changeList { $0.selected = 3 }
        let read = lines(old, new)
        #expect(
            read == [
                "12 Nov 2026; Asha Stationery and Book Depot, Kothrud; REF-1003; posted; "
                    + "plus 12,34,567.125 CR; 10,00,000.00"
            ]
        )
    }

    @Test("the names of the columns are read to whoever asks")
    func names() {
        var list = Samples.list()
        list.selected = 3
        #expect(
            LinearRenderer.named(list)?.plain
                == "Date 12 Nov 2026; Description Asha Stationery and Book Depot, Kothrud; "
                + "Reference REF-1003; Status posted; Amount plus 12,34,567.125 CR; "
                + "Balance 10,00,000.00"
        )
        list.selected = nil
        #expect(LinearRenderer.named(list) == nil)
    }

    @Test("whose money it is, is said with the first screen and not with each")
    func bannerOnce() {
        var other = Samples.listScreen()
        other.id = "other"
        #expect(lines(nil, other).first == "DEMO: Savings 4417")
        #expect(lines(Samples.listScreen(), other).first == "Savings 4417")
        var live = Samples.listScreen()
        live.environment = .live
        #expect(lines(live, other).first == "DEMO: Savings 4417")
    }

    @Test("a new form is read without its empty fields and with what is wrong in it")
    func formIntroduction() {
        var form = Samples.formScreen()
        form.changeForm { $0.fields[4].content = .masked(count: 0) }
        let read = lines(nil, form)
        #expect(!read.contains { $0.hasPrefix("Password") })
        #expect(
            read.contains(
                "Amount: 1,20,000.5 INR; error: An amount in INR has at most 2 decimals; it has 3."
                    + "; here"
            )
        )
    }

    @Test("a row that is not known yet is said to be loading, and read when it arrives")
    func loading() {
        let old = Samples.listScreen()
        var waiting = old
        waiting.changeList { $0.selected = 200 }
        #expect(lines(old, waiting) == ["Row 201: loading"])
        var arrived = waiting
        arrived.changeList {
            $0.window = ListWindow(firstIndex: 200, rows: [ListRow([.text("12 Nov")])])
        }
        #expect(lines(waiting, arrived) == ["12 Nov"])
    }

    @Test("rows that come and go out of sight are not read")
    func windowMoves() {
        let old = Samples.listScreen()
        var new = old
        new.changeList { $0.window.rows.removeLast(10) }
        #expect(lines(old, new).isEmpty)
    }

    @Test("a new step, link and number of queued transfers are one line each")
    func statusChanges() {
        let old = Samples.formScreen()
        var new = old
        new.status.link = .offline(asOf: "14:02")
        new.status.queuedCount = 1
        new.crumbs[2].state = .done
        new.crumbs[3].state = .current
        #expect(lines(old, new) == ["offline, as of 14:02", "1 waiting", "Step 4 of 6: Review"])
    }

    @Test("a focused field is read with its value, error and hint")
    func focusMoves() {
        let old = Samples.formScreen()
        var new = old
        new.changeForm { $0.focused = 2 }
        #expect(lines(old, new) == ["On this day: 2026-11-21; Year, month, day"])
        #expect(
            LinearRenderer.prompt(for: old)?.plain
                == "Amount: 1,20,000.5 INR; error: An amount in INR has at most 2 decimals; "
                + "it has 3.; Such as 1200.00"
        )
    }

    @Test("typing is not repeated, an error is said once, and what changes beside it is said")
    func typing() {
        let old = Samples.formScreen()
        var typed = old
        typed.changeForm {
            $0.fields[1].content = .text("1,20,000.50", cursorColumn: 11)
            $0.fields[1].error = nil
        }
        #expect(lines(old, typed).isEmpty)
        var wrong = typed
        wrong.changeForm { $0.fields[3].error = "A reference is needed" }
        #expect(lines(typed, wrong) == ["Reference: A reference is needed"])
        var filled = wrong
        filled.changeForm { $0.fields[0].content = .text("Current 1188", cursorColumn: 12) }
        #expect(lines(wrong, filled) == ["From account: Current 1188"])
    }

    @Test("a secret is never read, only how long it is")
    func secrets() {
        let read = lines(nil, Samples.formScreen())
        #expect(read.contains("Password: 9 characters"))
    }

    @Test("a question is read when it opens, and its end is said")
    func dialog() {
        let open = Samples.dialogScreen()
        var closed = open
        closed.dialog = nil
        #expect(
            lines(closed, open) == [
                "Question: Send this transfer?",
                "Once it is sent it can be recalled for 30 seconds and not after that.",
                "To: Asha Stationery and Book Depot, Kothrud",
                "Amount: 1,20,000.00 INR",
                "Fee: 5 INR",
                "Button Send, 1 of 2",
                "Button Cancel, 2 of 2; here",
            ]
        )
        #expect(lines(open, closed) == ["Closed: Send this transfer?"])
        var moved = open
        moved.dialog?.buttons.focused = 0
        #expect(lines(open, moved) == ["Button Send, 1 of 2"])
        #expect(LinearRenderer.prompt(for: open)?.plain == "Button Cancel, 2 of 2")
    }

    @Test("a message is read once")
    func toasts() {
        let old = Samples.listScreen()
        var new = old
        new.toast = Toast(id: 2, kind: .error, text: "The bank did not answer.")
        #expect(lines(old, new) == ["Error: The bank did not answer."])
        var gone = new
        gone.toast = nil
        #expect(lines(new, gone).isEmpty)
    }

    @Test("work under way is told in coarse steps")
    func progress() {
        let old = Samples.listScreen()
        func at(_ done: Int) -> ScreenModel {
            var screen = old
            screen.progress?.done = done
            return screen
        }
        #expect(lines(old, at(240_000)).isEmpty)
        #expect(lines(at(240_000), at(250_000)) == ["Searching: 25% 250000 of 1000000 entries"])
        var ended = old
        ended.progress = nil
        #expect(lines(at(990_000), ended) == ["Searching: ended"])
        #expect(lines(ended, old) == ["Searching: 12% 120000 of 1000000 entries; Esc stops"])
    }

    @Test("a lock says nothing of what it hides, and the screen is read again after it")
    func lock() {
        let open = Samples.listScreen()
        let locked = Samples.lockedScreen()
        let read = lines(open, locked)
        #expect(
            read == [
                "Locked", "Your draft is kept. Type your password to go on.",
                "Keys: Enter unlock; q sign out",
            ]
        )
        var behind = locked
        behind.changeList { $0.selected = 9 }
        #expect(lines(locked, behind).isEmpty)
        #expect(lines(locked, open) == lines(nil, open))
        #expect(LinearRenderer.prompt(for: locked)?.plain == "Password: empty")
    }

    @Test("a name that could mislead is read with its warning")
    func warning() {
        let name = SafeText(untrusted: "p\u{0430}yp\u{0430}l", limit: .payee)
        let read = LinearRenderer.introduction(of: .facts([Fact("To", .untrusted(name))]))
        #expect(read.map(\.plain) == ["To: p\u{0430}yp\u{0430}l (warning: look-alike letters)"])
    }

    // Symptom: a payer's reference "R; Savings ..7548; 9,99,999 INR CR" was read as three values, of which
    // the last was an amount. Cause: the mark between values may stand in a text, too.
    @Test("nobody's words are taken for further values of a row")
    func oneValue() {
        let forged = "R; Savings ..7548; 9,99,999 INR CR"
        func row(_ reference: String) -> ListRow {
            ListRow([
                .text("29 Nov 2026"), .untrusted(SafeText(untrusted: reference, limit: .payee)),
                .amount(AmountContent("+1.02", currency: "INR", word: "CR")),
            ])
        }
        #expect(
            LinearRenderer.words(row(forged)).plain
                == "29 Nov 2026; \"\(forged)\" (one value); plus 1.02 INR CR"
        )
        // Out of the quotation marks nobody comes with some of their own.
        #expect(
            LinearRenderer.words(row("R\"; 9 CR; \"")).plain
                == "29 Nov 2026; \"R\"\"; 9 CR; \"\"\" (one value); plus 1.02 INR CR"
        )
        #expect(
            LinearRenderer.words(row("\"R")).plain == "29 Nov 2026; \"\"\"R\"; plus 1.02 INR CR"
        )
        let plain = LinearRenderer.words(row("R, 9 CR")).plain
        #expect(plain == "29 Nov 2026; R, 9 CR; plus 1.02 INR CR")
    }

    @Test(
        "a mark on a semicolon, and what looks like one, make it no other to whoever hears it",
        arguments: [";", ";\u{0301}", "\u{037E}", "\u{061B}", "\u{204F}", "\u{FE54}", "\u{FF1B}"]
    )
    func separators(mark: String) {
        let text = SafeText(untrusted: "R\(mark) 9", limit: .payee)
        let words = LinearRenderer.words(ListRow([.untrusted(text)])).plain
        #expect(words.hasPrefix("\"R"))
        #expect(words.contains("9\" (one value)"))
    }

    @Test("facts, fields and names take no words of others for more than one value")
    func oneValueElsewhere() {
        let text = SafeText(untrusted: "R; live", limit: .payee)
        let fact = Fact("To", .untrusted(text), note: "your own")
        let facts = LinearRenderer.introduction(of: .facts([fact])).map(\.plain)
        #expect(facts == ["To: \"R; live\" (one value); your own"])
        let field = Field(
            id: "reference",
            kind: .text,
            label: "Reference",
            content: .text(text, cursorColumn: 0),
            hint: "optional"
        )
        #expect(
            LinearRenderer.prompt(for: field).plain
                == "Reference: \"R; live\" (one value); optional"
        )
        var screen = Samples.listScreen()
        screen.status.signedIn = text
        #expect(lines(nil, screen)[1].contains("; signed in: \"R; live\" (one value); INR"))
    }

    @Test("no line is said twice in a row, whatever changes", arguments: 0..<200 as Range<UInt64>)
    func nothingRepeated(seed: UInt64) {
        let model = RandomScreen(seed: seed).model
        #expect(lines(model, model).isEmpty)
        let box = Set("─│┌┐└┘█░▸".unicodeScalars)
        for line in lines(nil, model) {
            #expect(!line.unicodeScalars.contains { box.contains($0) })
        }
    }
}

extension ScreenModel {
    fileprivate mutating func changeList(_ body: (inout ListModel) -> Void) {
        for index in blocks.indices {
            guard case .list(var list) = blocks[index] else { continue }
            body(&list)
            blocks[index] = .list(list)
        }
    }

    fileprivate mutating func changeForm(_ body: (inout FormModel) -> Void) {
        for index in blocks.indices {
            guard case .form(var form) = blocks[index] else { continue }
            body(&form)
            blocks[index] = .form(form)
        }
    }
}
