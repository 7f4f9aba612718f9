import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// The blocks that each step shows.
extension TransferScreen {
    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Transfer")
        content.crumbs = crumbs
        switch step {
        case .from: content.blocks = fromBlocks(context)
        case .to: content.blocks = toBlocks(context)
        case .amount: content.blocks = amountBlocks(context)
        case .review: content.blocks = reviewBlocks(context)
        case .authorise: content.blocks = authoriseBlocks(context)
        case .done: content.blocks = doneBlocks(context)
        }
        // What has changed stands above already.
        if change == nil, let problem = shownProblem(context) {
            content.blocks.append(.text([problem], role: .statusError))
        } else if let warning = wordsWarning {
            content.blocks.append(.text([warning], role: .statusWarning))
        }
        content.progress = spinner.progress(
            step == .amount ? "Preparing the review" : "Asking the bank",
            context.time
        )
        return content
    }

    /// The reason why the last paste into the search words was refused; nil when it was accepted.
    private var wordsWarning: SafeText? {
        switch step {
        case .from: fromWords.warning
        case .to: toWords.warning
        case .amount, .review, .authorise, .done: nil
        }
    }

    /// The steps as crumbs; a transfer that was opened from the outbox has none.
    private var crumbs: [Crumb] {
        if step == .done, review == nil { return [] }
        return Step.allCases.map { other in
            Crumb(
                other.title,
                other.rawValue < step.rawValue ? .done : other == step ? .current : .ahead
            )
        }
    }

    private func fromBlocks(_ context: ScreenContext) -> [Block] {
        let format = context.format
        let accounts = payers(context)
        let holder = Column(
            "Holder",
            width: .flexible(minimum: 10, comfortable: 20),
            dropPriority: -1
        )
        let blanks = [CellContent](repeating: .empty, count: context.showsHolders ? 2 : 1)
        let shown = fromList.visibleRange.clamped(to: accounts.indices)
        return [
            .heading("Which account pays?"),
            .list(
                ListModel(
                    id: "from",
                    title: "Accounts",
                    columns: [
                        Column("Account", width: .flexible(minimum: 16, comfortable: 29))
                    ] + (context.showsHolders ? [holder] : []) + [
                        Column("Available", width: .fixed(16), alignment: .trailing)
                    ],
                    rowCount: accounts.count,
                    window: ListWindow(
                        firstIndex: shown.lowerBound,
                        rows: accounts[shown].map { account in
                            // Beside a holder, a narrow screen has room for the last digits.
                            let name =
                                context.showsHolders && context.viewport.isNarrow
                                ? format.accountCell(account.record)
                                : format.numberedCell(account.record)
                            let holder: [CellContent] =
                                context.showsHolders
                                ? [.untrusted(format.holder(account.record))] : []
                            return ListRow(
                                [name] + holder
                                    + [format.balanceCell(.available, of: account.balance)],
                                disabledReason: account.record.noPaymentWords
                            )
                        }
                    ),
                    measured: format.widest(
                        of: (context.session?.accounts ?? []).map(\.balance)
                    ).map {
                        ListRow(blanks + [format.balanceCell(.available, of: $0)])
                    },
                    top: fromList.top,
                    selected: fromList.selected,
                    rowIDs: fromList.ids,
                    filter: filtersPayers
                        ? FilterLine(
                            text: fromWords.shown,
                            cursorColumn: fromWords.cursorColumn,
                            note: "type a holder or a number"
                        ) : nil,
                    footer: fromList.lostNote,
                    emptyText: fromWords.isEmpty
                        ? context.emptyText(.accounts, "You have no accounts here")
                        : "No account matches what you typed"
                )
            ),
        ]
    }

    private func row(_ target: Target, _ context: ScreenContext) -> ListRow {
        let number = context.format.accountNumber(target.number, isMasked: false)
        return ListRow(
            [
                target.name,
                .text(SafeText(untrusted: number, limit: .payee), role: .textCode),
                .text(SafeText(untrusted: target.branchCode, limit: .payee), role: .textCode),
                .text(kindWord(target, context)),
            ],
            disabledReason: target.refusal
        )
    }

    private func toBlocks(_ context: ScreenContext) -> [Block] {
        let targets = targets(context)
        let facts = changeBlocks(context) + [Block.facts(fromFacts(context))]
        return facts + (context.viewport.isLow ? [] : [.space]) + [
            .heading("Who is paid?"),
            .list(
                ListModel(
                    id: "to",
                    title: "Payees",
                    columns: [
                        // Codes go before a holder is cut, or a warning about a name is left out.
                        Column("Name", width: .flexible(minimum: 14, comfortable: 32)),
                        Column("Account", width: .fixed(19)),
                        Column("IFSC", width: .fixed(11), dropPriority: 1),
                        Column("Kind", width: .fixed(8), dropPriority: 2),
                    ],
                    rowCount: targets.count,
                    window: ListWindow(rows: targets.map { row($0, context) }),
                    measured: toWords.isEmpty
                        ? [] : self.targets(context, isFiltered: false).map { row($0, context) },
                    top: toList.top,
                    selected: toList.selected,
                    rowIDs: toList.ids,
                    filter: FilterLine(
                        text: toWords.shown,
                        cursorColumn: toWords.cursorColumn,
                        note: "type a name or a number"
                    ),
                    footer: toList.lostNote,
                    emptyText: toWords.isEmpty
                        ? context.emptyText(.payees, "There is nobody here to pay")
                        : "No payee matches what you typed"
                )
            ),
        ]
    }

    private func amountBlocks(_ context: ScreenContext) -> [Block] {
        let blocks: [Block] = [
            .facts(fromFacts(context) + toFacts(context)),
            .space,
            .form(
                FormModel(
                    fields: [
                        Field(
                            id: "amount",
                            kind: .amount,
                            label: "Amount",
                            content: amount.content,
                            suffix: SafeText(trusted: currency(context)?.code ?? ""),
                            error: amountError ?? typedShortage(context),
                            warning: amount.warning,
                            hint: preview(context)
                        ),
                        Field(
                            id: "reference",
                            kind: .text,
                            label: "Reference",
                            content: reference.content,
                            error: referenceError,
                            warning: reference.warning,
                            hint: referenceHint(context)
                        ),
                    ],
                    focused: request == nil ? amountRow.rawValue : nil
                )
            ),
        ]
        return changeBlocks(context) + blocks
    }

    /// Returns the hint who reads the reference: nobody else if both accounts have one holder.
    private func referenceHint(_ context: ScreenContext) -> SafeText {
        let holders = [from, to].map { id in
            id.flatMap { context.session?.account($0)?.record.holder }
        }
        guard let receiver = holders[1] else { return "the other side reads it" }
        return !context.showsHolders || holders[0] == receiver
            ? "it stands in both accounts" : "the other side reads it"
    }

    /// Returns the amount as it is understood, while it is typed: `1,20,000.00 INR`.
    private func preview(_ context: ScreenContext) -> SafeText? {
        guard let currency = currency(context),
            let money = try? parsed(currency, context),  // Half an amount is no error yet.
            money.isPositive
        else { return nil }
        return SafeText(trusted: "\(context.format.number(money)) \(currency.code)")
    }

    private func reviewBlocks(_ context: ScreenContext) -> [Block] {
        guard review != nil, let reviewed else { return [] }
        let format = context.format
        let session = context.session
        var facts = payerFacts(context)
        // The figures of an account that is no longer shown would be those of another time.
        if let payer = session?.account(reviewed.debitAccountID)?.balance {
            facts += figures(
                payer,
                takes: true,
                waiting(from: reviewed.debitAccountID, beside: reviewed, context),
                reviewed,
                format
            )
        }
        facts += receiverFacts(reviewed, context)
        if let receiver = session?.account(reviewed.creditorAccountID)?.balance {
            facts += figures(
                receiver,
                takes: false,
                waiting(from: reviewed.creditorAccountID, beside: reviewed, context),
                reviewed,
                format
            )
        }
        facts += transferFacts(reviewed, format)
        let buttons =
            change == nil ? reviewButtons.model(isFocused: true) : changeButtons(context)
        let shortage = change == nil ? liveShortage(context) : nil
        // It stays, whatever else goes.
        let note: SafeText =
            change == nil && shortage == nil
            ? "Nothing has been sent. The next step asks for a code." : "Nothing has been sent."
        // A message would lie over the answers where rows are scarce.
        var blocks: [Block] = [.facts(facts)]
        if let shortage { blocks.append(.text([shortage], role: .statusWarning)) }
        blocks.append(.text(note))
        blocks.append(.buttons(buttons))
        return changeBlocks(context) + blocks
    }

    /// Returns the sums of other waiting transfers from an account; they are part of no balance.
    private func waiting(
        from accountID: AccountID,
        beside reviewed: ReviewedTransfer,
        _ context: ScreenContext
    ) -> [WaitingSum] {
        guard let account = context.session?.account(accountID) else { return [] }
        let others = (context.session?.outbox ?? []).filter {
            $0.intentKey != reviewed.intentKey
        }
        return WaitingSum.sums(of: others, from: account.record)
    }

    /// The account's balance, the sum of the waiting transfers, and the balance after all of them
    /// and this transfer.
    ///
    /// Reckoned from the record as it is when it is shown: news may come while somebody reads.
    private func figures(
        _ balance: AgedBalance,
        takes: Bool,
        _ waiting: [WaitingSum],
        _ reviewed: ReviewedTransfer,
        _ format: Format
    ) -> [Fact] {
        // Where rows are short, the receiver's figures go before the payer's.
        let dropPriority = takes ? 1 : 2
        let label: SafeText =
            takes
            ? format.freshness.isLive(balance.freshness) ? "Available now" : "Available"
            : "Its available"
        var now = format.balanceFact(label, .available, of: balance)
        now.dropPriority = dropPriority
        let sums = waiting.map { sum in
            sum.fact(takes ? sum.words.label : "From it: " + sum.words.status.word, format)
        }
        let facts = [now] + WaitingSum.lines(sums)
        let currency = balance.available.currency
        let amount = Money(minorUnits: reviewed.amountMinorUnits, currency: currency)
        let fee = Money(minorUnits: reviewed.feeMinorUnits, currency: currency)
        // A figure that cannot be counted is left out; the bank decides by its own. A closed account
        // has none, and that it is closed stands above.
        let grown = try? balance.available.adding(amount)
        guard balance.addsUp, !balance.isClosed,
            let after = takes
                ? WaitingSum.rest(of: balance.available, after: waiting, and: [amount, fee])
                : grown.flatMap({ WaitingSum.rest(of: $0, after: waiting, and: []) })
        else { return facts }
        let parts: [SafeText?] = [
            after.isNegative ? shortage(isPayer: takes, of: balance, queue: waiting) : nil,
            format.freshness.note(balance.freshness).map { "calculated from: \($0)" },
        ]
        let notes = parts.compactMap(\.self)
        return facts + [
            Fact(
                takes ? "After it" : "Its after",
                .amount(
                    format.plainAmount(
                        after,
                        role: after.isNegative ? .balanceOverdrawn : .balance
                    )
                ),
                note: notes.last.map { notes.count == 1 ? $0 : notes[0] + ", " + $0 },
                dropPriority: dropPriority
            )
        ]
    }

    /// Returns the words for a negative rest; nil if this transfer takes nothing and no other
    /// waits.
    ///
    /// The queue is named only where there is enough without it.
    private func shortage(
        isPayer: Bool,
        of balance: AgedBalance,
        queue: [WaitingSum]
    ) -> SafeText? {
        if isPayer, restAlone(of: balance)?.isNegative == true { return "not enough available" }
        return queue.isEmpty ? nil : "not enough for all that waits"
    }

    private func authoriseBlocks(_ context: ScreenContext) -> [Block] {
        guard let reviewed else { return [] }
        let facts =
            payerFacts(context) + receiverFacts(reviewed, context)
            + transferFacts(reviewed, context.format)
        guard change == nil else {
            let blocks: [Block] = [.facts(facts), .buttons(changeButtons(context))]
            return changeBlocks(context) + blocks
        }
        var blocks: [Block] = [
            .facts(facts),
            .space,
            .text(
                [
                    "Enter the code from your authenticator. It authorises exactly what stands"
                        + " here. The code that signed you in cannot be used again."
                ],
                role: .text,
                isOptional: true
            ),
        ]
        if isSending { blocks.append(.text("It is being sent; it cannot be sent twice.")) }
        let field = Field(
            id: "code",
            kind: .code,
            label: "Code",
            content: code.content,
            // Without the money no code helps, whatever is wrong with the one that stands there.
            error: (isSending ? nil : liveShortage(context)) ?? code.error,
            warning: code.warning
        )
        blocks.append(.form(FormModel(fields: [field], focused: isSending ? nil : 0)))
        return blocks
    }

    private func doneBlocks(_ context: ScreenContext) -> [Block] {
        guard let reviewed, let standing else { return [] }
        let format = context.format
        let words = standing.words(for: context.words)
        let outcome = StatusContent(
            words.status.symbol,
            words.phrase,
            role: words.status.role
        )
        var facts = [Fact("Outcome", .status(outcome))]
        if case .decided(let decision) = standing.state {
            facts.append(
                Fact(
                    "Decided",
                    .text(SafeText(trusted: format.dates.dayAndTime(decision.decidedAt))),
                    dropPriority: 1
                )
            )
        }
        facts += payerFacts(context)
        facts += receiverFacts(reviewed, context) + transferFacts(reviewed, format)
        if case .decided(let decision) = standing.state,
            case .posted(let journalID) = decision.outcome
        {
            facts.append(EntryScreen.receipt(journalID))
        }
        var blocks: [Block] = [.text([SafeText(trusted: words.sentence.text)], role: .text)]
        if let reversal = reversal(context) {
            blocks.append(.text([SafeText(trusted: Sentences.reversed.text)], role: .statusWarning))
            facts += EntryScreen.reversalFacts(reversal, context)
        }
        let close = Button("close", "Close", kind: .safe)
        blocks += [.facts(facts), .buttons(ButtonsModel([close], focused: 0))]
        return blocks
    }
}
