import ClientService
import IdentityCore
import TerminalKit

/// Fifth step of a transfer: the code that authorises exactly what was reviewed.
struct AuthoriseStep: Sendable {
    /// Source of the transfer.
    enum Origin: Sendable {
        /// A review on this screen.
        case review(TransferReview)
        /// The outbox, where the transfer waits for another code.
        case outbox(ReviewedTransfer)
    }

    /// Fields of the step.
    enum CodeField: String, FormField {
        case code

        var kind: Field.Kind { .code }
        var label: SafeText { "Code" }
        func makeInput() -> FieldInput { .code() }
    }

    /// Source of the transfer.
    let origin: Origin
    /// Form with the code.
    var form = Form<CodeField>(focus: .code)
    /// True while the bank decides about the transfer.
    var isSending = false

    /// The transfer that the code authorises.
    var reviewed: ReviewedTransfer {
        switch origin {
        case .review(let review): review.reviewed
        case .outbox(let reviewed): reviewed
        }
    }

    /// True if the transfer was opened from the outbox.
    var isFromOutbox: Bool {
        if case .outbox = origin { true } else { false }
    }

    /// Returns the message that the transfer of a review cannot be paid now; nil if it can.
    func shortage(_ context: ScreenContext) -> SafeText? {
        isFromOutbox ? nil : reviewed.liveShortage(context)
    }

    /// Hands over the code with the transfer that it authorises, if a complete one was typed.
    ///
    /// A second authorisation finds the transfer by its key and gives it the new code.
    mutating func send(_ context: ScreenContext) -> ClientEffect? {
        guard !isSending else { return nil }
        // The field states the shortage for as long as it lasts, and asks for no code meanwhile.
        guard shortage(context) == nil else {
            form[.code].clear()
            return nil
        }
        guard form[.code].validate() else { return nil }
        isSending = true
        let code = form[.code].surrender()
        return switch origin {
        case .review(let review): .authorise(review, code: code)
        case .outbox(let reviewed): .reauthorise(reviewed.intentKey, code: code)
        }
    }

    /// Returns what is authorised with the field for the code, or with the answer to a changed
    /// side.
    func blocks(
        _ sides: TransferSides,
        changed: ButtonsModel?,
        _ context: ScreenContext
    ) -> [Block] {
        let facts =
            sides.payerFacts(at: .authorise, context) + sides.receiverFacts(reviewed, context)
            + reviewed.facts(at: .authorise, context.format)
        if let changed { return [.facts(facts), .buttons(changed)] }
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
        let model = form.model(isFocused: !isSending) { _, field in
            // Without the money no code helps, whatever is wrong with the one that was typed.
            if !isSending, let shortage = shortage(context) { field.error = shortage }
        }
        blocks.append(.form(model))
        return blocks
    }
}
