public import CoreVocabulary

/// The subject of a ``LostID``.
public enum LostSubject {}

/// The identifier of a line in the list of losses: the receipt of a transfer, the identifier of a
/// hold, or a stable value derived from any other decision.
public typealias LostID = Identifier<LostSubject>
