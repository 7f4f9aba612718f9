public import CoreVocabulary

/// The kind of thing a ``SigningKeyID`` names.
public enum SigningKeySubject {}
/// The kind of thing an ``AccessTokenID`` names.
public enum AccessTokenSubject {}

/// Names a key that signs access tokens; the `kid` of RFC 7517.
public typealias SigningKeyID = Identifier<SigningKeySubject>
/// Names one access token; the `jti` of RFC 7519.
public typealias AccessTokenID = Identifier<AccessTokenSubject>
