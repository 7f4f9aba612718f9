/// The connections that a listener of a bank of the usual size takes.
///
/// The listener's limits and the settings that change them begin with these, as ``WaitLimits`` do.
public enum StandardConnections {
    /// The most at a time.
    public static let count = 1_024
    /// The most of them from one peer: a branch with two hundred consoles has one address, and half
    /// is left to others.
    public static let countOfPeer = 512
    /// The most of them on which one user's requests came: eight sessions, with a stream and some
    /// requests at a time.
    public static let countOfUser = 64
    /// The most of them on which one session's requests came: a console has one for its stream and
    /// one for its requests, and some more while it comes back.
    public static let countOfSession = 16
    /// How long what is under way on them may take after a stop was asked for, in seconds.
    public static let drainSeconds = 20
}
