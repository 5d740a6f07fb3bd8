namespace Bastion.Recorder.Storage;

internal enum FileKind : byte
{
    Recording = 1,
    Journal = 2,
}
