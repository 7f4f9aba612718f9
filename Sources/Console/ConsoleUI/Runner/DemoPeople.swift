public import Cryptography

/// The people of a demonstration, for somebody without their phones: passwords and codes.
public protocol DemoPeople: Sendable {
    /// What one of them would type now; nil when nobody has that name.
    ///
    /// A code is handed out until it is sent, and no more after that, as the bank takes each once.
    ///
    /// - Parameter user: The name.
    /// - Returns: The password and, where there is one that was not sent, a code.
    func credentials(of user: String) async -> DemoCredentials?

    /// Takes note that a code is sent to the bank.
    ///
    /// - Parameter user: The name to sign in with; nil where whoever signed in last authorises.
    func codeWasSent(by user: String?) async

    /// Waits until their bank can be asked: until then a code only grows old, and a request only
    /// times out.
    func waitForBank() async
}

/// What somebody of a demonstration types to sign in, to unlock or to authorise.
public struct DemoCredentials: Sendable {
    /// The name to sign in with.
    public let user: String
    /// The password that goes with it.
    public let password: SharedSecret
    /// The code; nil while the authenticator shows none that was not sent.
    public let code: SharedSecret?
    /// In how many seconds it shows the next code; 0 when there is one.
    public let waitSeconds: Int64

    /// Puts credentials together.
    public init(user: String, password: SharedSecret, code: SharedSecret?, waitSeconds: Int64) {
        self.user = user
        self.password = password
        self.code = code
        self.waitSeconds = waitSeconds
    }
}
