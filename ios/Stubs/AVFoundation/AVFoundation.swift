@_exported import Foundation

public typealias OSStatus = Int32
public let noErr: OSStatus = 0
public typealias AVAudioFrameCount = UInt32
public typealias AVAudioChannelCount = UInt32
public typealias AVAudioNodeBus = Int

public enum AVAudioCommonFormat: UInt, Sendable { case pcmFormatFloat32 = 1, pcmFormatInt16 = 3 }

open class AVAudioFormat: NSObject {
    public init?(
        commonFormat format: AVAudioCommonFormat, sampleRate: Double, channels: AVAudioChannelCount, interleaved: Bool
    ) {
        fatalError("stub")
    }
    public init?(standardFormatWithSampleRate sampleRate: Double, channels: AVAudioChannelCount) { fatalError("stub") }
    public var sampleRate: Double { fatalError("stub") }
}

public struct AudioBuffer {
    public var mNumberChannels: UInt32
    public var mDataByteSize: UInt32
    public var mData: UnsafeMutableRawPointer?
}

public struct AudioBufferList {
    public var mNumberBuffers: UInt32
    public var mBuffers: AudioBuffer
}

public struct UnsafeMutableAudioBufferListPointer: RandomAccessCollection, MutableCollection {
    public init(_ p: UnsafeMutablePointer<AudioBufferList>) { fatalError("stub") }
    public var startIndex: Int { 0 }
    public var endIndex: Int { fatalError("stub") }
    public subscript(index: Int) -> AudioBuffer {
        get { fatalError("stub") }
        nonmutating set { fatalError("stub") }
    }
}

public struct AudioTimeStamp {}

open class AVAudioBuffer: NSObject {
    public var mutableAudioBufferList: UnsafeMutablePointer<AudioBufferList> { fatalError("stub") }
}

public final class AVAudioPCMBuffer: AVAudioBuffer {
    public init?(pcmFormat format: AVAudioFormat, frameCapacity: AVAudioFrameCount) { fatalError("stub") }
    public var frameLength: AVAudioFrameCount {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var int16ChannelData: UnsafePointer<UnsafeMutablePointer<Int16>>? { fatalError("stub") }
}

public enum AVAudioConverterInputStatus: Int, Sendable { case haveData, noDataNow, endOfStream }
public enum AVAudioConverterOutputStatus: Int, Sendable { case haveData, inputRanDry, endOfStream, error }
public typealias AVAudioConverterInputBlock =
    @Sendable (AVAudioFrameCount, UnsafeMutablePointer<AVAudioConverterInputStatus>) -> AVAudioBuffer?
public typealias NSErrorPointer = UnsafeMutablePointer<NSError?>?

public final class AVAudioConverter: NSObject {
    public init?(from fromFormat: AVAudioFormat, to toFormat: AVAudioFormat) { fatalError("stub") }
    public func convert(
        to outputBuffer: AVAudioBuffer, error outError: NSErrorPointer,
        withInputFrom inputBlock: AVAudioConverterInputBlock
    ) -> AVAudioConverterOutputStatus { fatalError("stub") }
}

open class AVAudioNode: NSObject {
    public func outputFormat(forBus bus: AVAudioNodeBus) -> AVAudioFormat { fatalError("stub") }
}

public final class AVAudioInputNode: AVAudioNode {
    public func setVoiceProcessingEnabled(_ enabled: Bool) throws { fatalError("stub") }
}

public final class AVAudioMixerNode: AVAudioNode {}

public typealias AVAudioSourceNodeRenderBlock = (
    UnsafeMutablePointer<ObjCBool>, UnsafePointer<AudioTimeStamp>, AVAudioFrameCount,
    UnsafeMutablePointer<AudioBufferList>
) -> OSStatus

public final class AVAudioSourceNode: AVAudioNode {
    public init(format: AVAudioFormat, renderBlock block: @escaping AVAudioSourceNodeRenderBlock) { fatalError("stub") }
}

public typealias AVAudioSinkNodeReceiverBlock = (
    UnsafePointer<AudioTimeStamp>, AVAudioFrameCount, UnsafePointer<AudioBufferList>
) -> OSStatus

public final class AVAudioSinkNode: AVAudioNode {
    public init(receiverBlock block: @escaping AVAudioSinkNodeReceiverBlock) { fatalError("stub") }
}

public final class AVAudioEngine: NSObject {
    public override init() { fatalError("stub") }
    public var inputNode: AVAudioInputNode { fatalError("stub") }
    public var mainMixerNode: AVAudioMixerNode { fatalError("stub") }
    public func attach(_ node: AVAudioNode) { fatalError("stub") }
    public func connect(_ node1: AVAudioNode, to node2: AVAudioNode, format: AVAudioFormat?) { fatalError("stub") }
    public func prepare() { fatalError("stub") }
    public func start() throws { fatalError("stub") }
    public func stop() { fatalError("stub") }
}

extension NSNotification.Name {
    public static let AVAudioEngineConfigurationChange = NSNotification.Name("AVAudioEngineConfigurationChange")
}

public let AVAudioSessionInterruptionTypeKey = "AVAudioSessionInterruptionTypeKey"

public final class AVAudioSession: NSObject, @unchecked Sendable {
    public enum InterruptionType: UInt, Sendable { case ended = 0, began = 1 }
    public struct Category: Sendable { public static let playAndRecord = Category() }
    public struct Mode: Sendable { public static let voiceChat = Mode() }
    public struct CategoryOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let allowBluetooth = CategoryOptions(rawValue: 4)
    }
    public struct SetActiveOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let notifyOthersOnDeactivation = SetActiveOptions(rawValue: 1)
    }
    public static let interruptionNotification = NSNotification.Name("AVAudioSessionInterruptionNotification")
    public class func sharedInstance() -> AVAudioSession { fatalError("stub") }
    public func setCategory(_ category: Category, mode: Mode, options: CategoryOptions = []) throws {
        fatalError("stub")
    }
    public enum PortOverride: UInt, Sendable { case none = 0, speaker = 1_936_747_378 }
    public func overrideOutputAudioPort(_ portOverride: PortOverride) throws { fatalError("stub") }
    public func setPreferredSampleRate(_ sampleRate: Double) throws { fatalError("stub") }
    public func setPreferredIOBufferDuration(_ duration: TimeInterval) throws { fatalError("stub") }
    public func setActive(_ active: Bool, options: SetActiveOptions = []) throws { fatalError("stub") }
}

public struct AVMediaType: Sendable { public static let audio = AVMediaType() }
public enum AVAuthorizationStatus: Int, Sendable { case notDetermined, restricted, denied, authorized }

public final class AVCaptureDevice: NSObject {
    public class func authorizationStatus(for mediaType: AVMediaType) -> AVAuthorizationStatus { fatalError("stub") }
    public class func requestAccess(
        for mediaType: AVMediaType, completionHandler handler: @escaping @Sendable (Bool) -> Void
    ) {
        fatalError("stub")
    }
}
