import ClientService
import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import TerminalKit

/// What the steps show.
extension TransferScreen {
    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Transfer")
        content.crumbs = Step.allCases.map { other in
            Crumb(
                other.title,
                other.rawValue < step.rawValue ? .done : other == step ? .current : .ahead
            )
        }
        switch step {
        case .from: content.blocks = fromBlocks(context)
        case .to: content.blocks = toBlocks(context)
        case .amount: content.blocks = amountBlocks(context)
        case .review: content.blocks = reviewBlocks(context)
        case .authorise: content.blocks = authoriseBlocks(context)
        case .done: content.blocks = doneBlocks(context)
        }
        if let problem { content.blocks.append(.text([problem], role: .statusError)) }
        content.progress = spinner.progress(
            step == .amount ? "Preparing the review" : "Asking the bank",
            context.time
        )
        return content
    }

    private func fromBlocks(_ context: ScreenContext) -> [Block] {
        let format = context.format
        let accounts = payers(context)
        let holder = Column("Holder", width: .flexible(minimum: 10), dropPriority: 1)
        let shown = fromList.visibleRange.clamped(to: accounts.indices)
        return [
            .heading("Which account pays?"),
            .list(
                ListModel(
                    id: "from",
                    title: "Accounts",
                    columns: [
                        Column("Account", width: .flexible(minimum: 16))
                    ] + (context.showsHolders ? [holder] : []) + [
                        Column("Available", width: .fixed(16), alignment: .trailing)
                    ],
                    rowCount: accounts.count,
                    window: ListWindow(
                        firstIndex: shown.lowerBound,
                        rows: accounts[shown].map { account in
                            let name = format.accountName(account.record)
                            let holder: [CellContent] =
                                context.showsHolders
                                ? [.untrusted(format.holder(account.record))] : []
                            return ListRow(
                                [.untrusted(name)] + holder
                                    + [format.balanceCell(.available, of: account.balance)],
                                disabledReason: Self.canPay(account)
                                    ? nil : "you cannot move money from it"
                            )
                        }
                    ),
                    top: fromList.top,
                    selected: fromList.selected,
                    filter: filtersPayers
                        ? FilterLine(
                            text: fromWords.shown,
                            cursorColumn: fromWords.cursorColumn,
                            note: "type a holder or a number"
                        ) : nil,
                    emptyText: fromWords.isEmpty
                        ? "You have no accounts here" : "No account has these words"
                )
            ),
        ]
    }

    private func toBlocks(_ context: ScreenContext) -> [Block] {
        let targets = targets(context)
        let shown = toList.visibleRange.clamped(to: targets.indices)
        let format = context.format
        let facts: [Block] = [.facts(fromFacts(context))]
        return facts + (context.viewport.isLow ? [] : [.space]) + [
            .heading("Who is paid?"),
            .list(
                ListModel(
                    id: "to",
                    title: "Payees",
                    columns: [
                        Column("Name", width: .flexible(minimum: 14)),
                        Column("Account", width: .fixed(19)),
                        Column("IFSC", width: .fixed(11), dropPriority: 1),
                        Column(
                            "Kind",
                            width: .fixed(context.showsHolders ? 8 : 5),
                            dropPriority: 2
                        ),
                    ],
                    rowCount: targets.count,
                    window: ListWindow(
                        firstIndex: shown.lowerBound,
                        rows: targets[shown].map { target in
                            ListRow(
                                [
                                    .untrusted(target.name),
                                    .text(
                                        SafeText(
                                            untrusted: format.accountNumber(
                                                target.number,
                                                isMasked: false
                                            ),
                                            limit: .payee
                                        ),
                                        role: .textCode
                                    ),
                                    .text(
                                        SafeText(untrusted: target.branchCode, limit: .payee),
                                        role: .textCode
                                    ),
                                    .text(kindWord(target, context)),
                                ],
                                disabledReason: target.refusal
                            )
                        }
                    ),
                    top: toList.top,
                    selected: toList.selected,
                    filter: FilterLine(
                        text: toWords.shown,
                        cursorColumn: toWords.cursorColumn,
                        note: "type a name or a number"
                    ),
                    emptyText: "Nobody has these words"
                )
            ),
        ]
    }

    private func amountBlocks(_ context: ScreenContext) -> [Block] {
        [
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
                            error: amountError,
                            hint: preview(context)
                        ),
                        Field(
                            id: "reference",
                            kind: .text,
                            label: "Reference",
                            content: reference.content,
                            error: referenceError,
                            hint: "the other side reads it"
                        ),
                    ],
                    focused: request == nil ? amountRow.rawValue : nil
                )
            ),
        ]
    }

    /// The amount as it is understood, while it is typed: `INR 1,20,000.00`.
    private func preview(_ context: ScreenContext) -> SafeText? {
        guard let currency = currency(context),
            let money = try? parsed(currency, context)  // Half an amount is no error yet.
        else { return nil }
        return SafeText(trusted: "\(currency.code) \(context.format.number(money))")
    }

    private func reviewBlocks(_ context: ScreenContext) -> [Block] {
        guard let review, let reviewed else { return [] }
        let format = context.format
        var facts: [Fact] = []
        if let account = context.session?.account(reviewed.debitAccountID) {
            facts += payerFacts(account.record, context)
        }
        facts.append(format.balanceFact("Available now", .available, of: review.fromBefore))
        facts.append(after(review.fromAvailableAfter, review.fromBefore.freshness, format))
        facts += receiverFacts(reviewed, context)
        // Where rows are short and the line's state takes two of them, the payer's figures are shown.
        let hasRoom = !context.viewport.isLow || context.session?.status?.offlineSince == nil
        if hasRoom, let before = review.toBefore, let after = review.toAvailableAfter {
            facts.append(format.balanceFact("Its available", .available, of: before))
            facts.append(self.after(after, before.freshness, format, label: "Its after"))
        }
        facts += transferFacts(reviewed, format)
        return [
            .facts(facts),
            .text(["Nothing has been sent. The next step asks for a code."], role: .textMuted),
            .buttons(reviewButtons.model(isFocused: true)),
        ]
    }

    private func after(
        _ money: Money,
        _ freshness: Freshness,
        _ format: Format,
        label: SafeText = "After it"
    ) -> Fact {
        Fact(
            label,
            .amount(
                format.plainAmount(money, role: money.isNegative ? .balanceOverdrawn : .balance)
            ),
            note: SafeText(trusted: "reckoned from: \(format.freshness.long(freshness))")
        )
    }

    private func authoriseBlocks(_ context: ScreenContext) -> [Block] {
        guard let reviewed else { return [] }
        let format = context.format
        var facts: [Fact] = []
        if let account = context.session?.account(reviewed.debitAccountID) {
            facts += payerFacts(account.record, context)
        }
        facts += receiverFacts(reviewed, context) + transferFacts(reviewed, format)
        return [
            .facts(facts),
            .space,
            .text(
                [
                    "Enter the code from your authenticator. It authorises exactly what stands"
                        + " here. A code that signed you in does not do."
                ] + (isSending ? ["It is being sent; it cannot be sent twice."] : []),
                role: .text
            ),
            .form(
                FormModel(
                    fields: [
                        Field(
                            id: "code",
                            kind: .code,
                            label: "Code",
                            content: code.content,
                            error: codeError
                        )
                    ],
                    focused: isSending ? nil : 0
                )
            ),
        ]
    }

    private func doneBlocks(_ context: ScreenContext) -> [Block] {
        guard let reviewed, let ending else { return [] }
        let format = context.format
        var facts: [Fact] = []
        let sentence: Sentence
        let status: StatusContent
        switch ending {
        case .posted(let decision):
            sentence = Sentences.decision(decision)
            status = StatusContent(.posted, "posted", role: .statusOk)
            facts.append(decided(decision, format))
        case .refused(let decision):
            sentence = Sentences.decision(decision)
            status = StatusContent(.failed, "refused, no money has moved", role: .statusError)
            facts.append(decided(decision, format))
        case .queued:
            sentence = Sentences.queued
            status = StatusContent(.queued, "queued, not sent yet", role: .statusPending)
        }
        facts.insert(Fact("Outcome", .status(status)), at: 0)
        if let account = context.session?.account(reviewed.debitAccountID) {
            facts += payerFacts(account.record, context)
        }
        facts += receiverFacts(reviewed, context)
        // Where rows are short, what the review showed gives way to what is new.
        facts += transferFacts(reviewed, format).filter {
            !context.viewport.isLow || ($0.label != "Fee" && $0.label != "Value date")
        }
        facts.append(
            Fact(
                "Receipt",
                .text(SafeText(trusted: reviewed.intentKey.description), role: .textCode)
            )
        )
        return [
            .text([SafeText(trusted: sentence.text)], role: .text),
            .facts(facts),
            .buttons(ButtonsModel([Button("close", "Close", kind: .safe)], focused: 0)),
        ]
    }

    private func decided(_ decision: IntentDecision, _ format: Format) -> Fact {
        Fact(
            "Decided",
            .text(SafeText(trusted: format.dates.dayAndTime(decision.decidedAt)))
        )
    }

    private func currency(_ context: ScreenContext) -> Currency? {
        from.flatMap { context.session?.account($0)?.record.currency }
    }

    private func fromFacts(_ context: ScreenContext) -> [Fact] {
        guard let from, let account = context.session?.account(from) else { return [] }
        let format = context.format
        return payerFacts(account.record, context)
            + [format.balanceFact("Available", .available, of: account.balance)]
    }

    /// The account that pays, and whose it is where that is not plain.
    private func payerFacts(_ record: AccountRecord, _ context: ScreenContext) -> [Fact] {
        let name = CellContent.untrusted(context.format.accountName(record))
        // Where rows are scarce, the holder stands beside the account.
        if context.showsHolders, context.viewport.isLow {
            return [Fact("From", name, note: "Holder \(context.format.holder(record))")]
        }
        return [Fact("From", name)] + context.holderFacts(record)
    }

    /// What an account that may be paid is to whoever pays.
    private func kindWord(_ target: Target, _ context: ScreenContext) -> SafeText {
        guard target.isOwn else { return "payee" }
        return context.showsHolders ? "customer" : "own"
    }

    private func toFacts(_ context: ScreenContext) -> [Fact] {
        guard let to, let session = context.session else { return [] }
        let format = context.format
        if let own = session.account(to) {
            return [
                Fact(
                    "To",
                    .untrusted(format.accountName(own.record)),
                    note: context.showsHolders ? format.holder(own.record) : "your own"
                )
            ]
        }
        guard let payee = session.payee(to) else { return [] }
        return [
            Fact("To", .untrusted(SafeText(untrusted: payee.name, limit: .payee))),
            Fact("Account", number(payee.number, payee.branchCode, format)),
        ]
    }

    /// Who is paid, in the words that are authorised.
    private func receiverFacts(
        _ reviewed: ReviewedTransfer,
        _ context: ScreenContext
    ) -> [Fact] {
        let format = context.format
        var facts = [
            Fact("To", .untrusted(SafeText(untrusted: reviewed.payeeName, limit: .payee)))
        ]
        let session = context.session
        if let own = session?.account(reviewed.creditorAccountID)?.record {
            facts.append(Fact("Account", number(own.number, own.branchCode, format)))
        } else if let payee = session?.payee(reviewed.creditorAccountID) {
            facts.append(Fact("Account", number(payee.number, payee.branchCode, format)))
        }
        return facts
    }

    private func number(_ number: String, _ branch: String, _ format: Format) -> CellContent {
        let text = "\(format.accountNumber(number, isMasked: false))  \(branch)"
        return .text(SafeText(untrusted: text, limit: .payee), role: .textCode)
    }

    private func transferFacts(_ reviewed: ReviewedTransfer, _ format: Format) -> [Fact] {
        var facts: [Fact] = []
        if let currency = Currency(code: reviewed.currencyCode) {
            let amount = Money(minorUnits: reviewed.amountMinorUnits, currency: currency)
            let fee = Money(minorUnits: reviewed.feeMinorUnits, currency: currency)
            facts.append(Fact("Amount", .amount(format.plainAmount(amount))))
            facts.append(Fact("Fee", .amount(format.plainAmount(fee))))
        }
        facts.append(Fact("Value date", .text(format.day(reviewed.valueDate))))
        let reference = SafeText(untrusted: reviewed.reference, limit: .reference)
        facts.append(
            Fact(
                "Reference",
                reference.isEmpty ? .text("none", role: .textMuted) : .untrusted(reference)
            )
        )
        return facts
    }
}
