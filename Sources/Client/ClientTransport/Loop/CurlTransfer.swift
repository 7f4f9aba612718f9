import CLibcurl
import ClientService
import CoreVocabulary
import Glibc
import LocalFiles

/// One request under way; used only on the thread that calls libcurl.
final class CurlTransfer {
    let ticket: TransferTicket
    let receiver: any TransferReceiver
    /// Easy handle of curl for this transfer.
    let easy: UnsafeMutableRawPointer
    /// Deadline for the next progress or the end, by ``nowMilliseconds()``; nil while the reader is
    /// slow.
    private(set) var dueMilliseconds: Int64?

    private let request: OutgoingRequest
    private let library: CurlLibrary
    /// Header lines as curl's list, freed with the transfer.
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let message: UnsafeMutablePointer<CChar>
    /// Number of times that the request was handed to a connection.
    private var handOverCount = 0
    private var hasHead = false
    /// Unix socket made for this transfer, until its listener has been checked.
    private var newSocket: Int32?
    private var metStranger = false

    /// Prepares a request; returns nil if curl refuses it, usually because memory is short.
    init?(
        _ request: OutgoingRequest,
        ticket: TransferTicket,
        receiver: any TransferReceiver,
        _ library: CurlLibrary
    ) {
        guard let easy = library.calls.curl_easy_init() else { return nil }
        self.request = request
        self.ticket = ticket
        self.receiver = receiver
        self.library = library
        self.easy = easy
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        dueMilliseconds = Self.nowMilliseconds() + request.settings.limits.replyMilliseconds
        guard addHeaders(), configure() else {
            free()
            return nil
        }
    }

    /// Frees all resources; the transfer must not be used afterwards.
    func free() {
        library.calls.curl_easy_cleanup(easy)
        counterfoil_curl_wipe_headers(library.functions, headers)
        message.deallocate()
    }

    /// Returns the time in milliseconds, by the monotonic clock that also runs during sleep.
    static func nowMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Returns the result of the transfer for a result code of curl.
    func end(with code: CURLcode) -> Result<AnswerHead, LinkError> {
        // curl reports no error if a connection is closed within the head.
        if code == CURLE_OK {
            return hasHead ? .success(head) : .failure(.noReply(.lineDown))
        }
        let end = TransferEnd(
            code: code,
            wasHandedOver: handOverCount > 0,
            systemError: Int32(truncatingIfNeeded: number(CURLINFO_OS_ERRNO)),
            verification: number(CURLINFO_SSL_VERIFYRESULT),
            proxyStatus: number(CURLINFO_HTTP_CONNECTCODE),
            tlsReason: TLSReason.code(in: String(cString: message)),
            usesProxy: request.usesProxy,
            metStranger: metStranger
        )
        return .failure(end.linkError)
    }

    /// Resumes the transfer after the receiver held it up.
    func resume() -> CURLcode {
        awaitNextByte()
        return library.calls.curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    // MARK: Callbacks from curl

    /// Decides, before the request is handed to a connection, whether it may be.
    ///
    /// The second call is curl's own retry after a reused connection was found dead.
    private func mayHandOver() -> Bool {
        guard handOverCount == 0 || request.isRepeatable else { return false }
        guard isListenerTrusted() else {
            metStranger = true
            return false
        }
        handOverCount += 1
        return true
    }

    /// Returns true if a user that the line names listens on the Unix socket, according to the
    /// kernel.
    ///
    /// It checks once per connection: a kept connection has the same listener to its end.
    private func isListenerTrusted() -> Bool {
        guard case .socket(_, let owners) = request.settings.line, let socket = newSocket else {
            return true
        }
        newSocket = nil
        guard let listener = PeerCredentials(ofPeerOn: socket) else { return false }
        return owners.contains(listener.user)
    }

    private func makeSocket(_ address: curl_sockaddr) -> curl_socket_t {
        let type = address.socktype | Int32(SOCK_CLOEXEC.rawValue)
        let made = Glibc.socket(address.family, type, address.protocol)
        newSocket = made
        return made
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
        // An empty line ends the head. Heads with status 1xx are followed by another.
        let isEnd = line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8)
        if isEnd, !hasHead, head.status >= 200 {
            hasHead = true
            awaitNextByte()
            receiver.take(head)
        }
        return line.count
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch receiver.take(bytes) {
        case .taken:
            awaitNextByte()
            return bytes.count
        case .heldUp:
            dueMilliseconds = nil
            return Int(CURL_WRITEFUNC_PAUSE)
        // Any return value other than the byte count ends the transfer.
        case .refused:
            return bytes.isEmpty ? 1 : 0
        }
    }

    private func awaitNextByte() {
        guard let limit = receiver.idleLimitMilliseconds else { return }
        dueMilliseconds = Self.nowMilliseconds() + limit
    }

    private var head: AnswerHead {
        let type = counterfoil_curl_text(library.functions, easy, CURLINFO_CONTENT_TYPE)
        return AnswerHead(
            status: number(CURLINFO_RESPONSE_CODE),
            contentType: type.map { String(cString: $0) }
        )
    }

    private func number(_ info: CURLINFO) -> Int {
        counterfoil_curl_number(library.functions, easy, info)
    }

    // MARK: Setting up

    private func addHeaders() -> Bool {
        for line in request.headers {
            guard let list = library.calls.curl_slist_append(headers, line.text) else {
                return false
            }
            headers = list
        }
        return true
    }

    private func configure() -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        var options = TransferOptions(library, easy)
        options.set(request)
        options.set(CURLOPT_HTTPHEADER, pointer: headers)
        options.set(CURLOPT_ERRORBUFFER, pointer: message)
        options.note(
            counterfoil_curl_on_body(
                library.functions,
                easy,
                { bytes, unit, count, context in
                    CurlTransfer.from(context).receiveBody(CurlTransfer.view(bytes, unit * count))
                },
                context
            )
        )
        options.note(
            counterfoil_curl_on_header(
                library.functions,
                easy,
                { bytes, unit, count, context in
                    CurlTransfer.from(context).receiveHeader(CurlTransfer.view(bytes, unit * count))
                },
                context
            )
        )
        options.note(
            counterfoil_curl_on_request(
                library.functions,
                easy,
                { context, _, _, _, _ in
                    CurlTransfer.from(context).mayHandOver()
                        ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
                },
                context
            )
        )
        if case .socket = request.settings.line { options.note(watchSocket(context)) }
        return options.areSet
    }

    private func watchSocket(_ context: UnsafeMutableRawPointer) -> CURLcode {
        counterfoil_curl_on_socket(
            library.functions,
            easy,
            { context, _, address in
                // An invalid socket number ends the transfer.
                guard let address else { return -1 }
                return CurlTransfer.from(context).makeSocket(address.pointee)
            },
            context
        )
    }

    /// Returns the transfer of a callback; it lives as long as curl has its handle.
    private static func from(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
        guard let context else { invariantBroken("curl gives a callback its context back") }
        return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    private static func view(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int
    ) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    }
}
