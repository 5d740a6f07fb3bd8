using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Recordings;

internal static class RecordingFiles
{
    /// <summary>
    /// Puts a sealed recording in its place: its keys first, so that it is never there without them, and the recording last, since its
    /// being in the directory of the open ones is what a start looks at.
    /// </summary>
    public static void Move(Disk disk, AppendFile file, RecordingInfo info, DataDirectory directory)
    {
        var target = directory.SealedPath(info.Id, info.OpenedAt);
        var keys = DataDirectory.KeysOf(file.Path);
        disk.WriteWhole(DataDirectory.KeysOf(target), disk.ReadWhole(keys, KeyFile.MaxSize));
        lock (info.Place)
        {
            file.MoveTo(target);
            info.Path = target;
        }
        disk.Shred(keys);
    }
}
