import CoreVocabulary

/// Rules for acts of one kind, in the circumstances of a foresight.
protocol ActRules {
    /// The state, the time and the act.
    var foresight: Foresight { get }
}

extension ActRules {
    /// The state of the bank that the act meets.
    var state: ModelState { foresight.state }
    /// The reading of the bank's clock.
    var now: Instant { foresight.now }
    /// The act that is foreseen.
    var act: Act { foresight.act }
    /// Identifiers that the bank made up for the act.
    var names: MadeUpNames { foresight.names }
    /// The sizes that the seed has drawn.
    var sizes: Sizes { foresight.sizes }
}
