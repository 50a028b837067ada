// Records, enums and host protocols are the generated ones: a screen crosses once and is painted as it came.
@_exported import NabzFFI

// Names that Foundation and Network.framework use, too.
public typealias HostPort = NabzFFI.Host
public typealias PhoneNetwork = NabzFFI.Network
