namespace Bastion.Recorder.Export;

internal static class PackLimits
{
    public const int MinPassphrase = 12;
    public const int MaxPassphrase = 256;
    public const int MaxDocuments = 16;
    public const int MaxDocumentName = 64;
    public const int MaxDocumentBytes = 16 << 20;
}
