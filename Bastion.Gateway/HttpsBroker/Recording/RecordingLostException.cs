namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>Recorder did not take what should have been delivered; the session ends.</summary>
internal sealed class RecordingLostException() : IOException("not recorded, not delivered");
