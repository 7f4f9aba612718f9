public import CoreVocabulary

/// The kind of thing a ``LostID`` names.
public enum LostSubject {}

/// Names a line of what is lost: the receipt of a transfer, the identifier of a hold, or one that is
/// made of any other decision and the same each time.
public typealias LostID = Identifier<LostSubject>
