using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Testing;

/// <summary>A real pseudo-terminal (openpty(3)): the test holds the master side, a program runs on the slave side as on a terminal of its own.</summary>
public sealed partial class PseudoTerminal : IDisposable
{
    private const ulong SetWindowSize = 0x5414; // TIOCSWINSZ
    private readonly SafeFileHandle master;
    private readonly SafeFileHandle slave;
    private readonly FileStream stream;

    public unsafe PseudoTerminal(int columns = 80, int rows = 24)
    {
        var name = stackalloc byte[128];
        if (OpenPty(out var masterDescriptor, out var slaveDescriptor, name, 0, 0) != 0)
        {
            throw new IOException($"openpty failed with {Marshal.GetLastPInvokeError()}.");
        }

        master = new SafeFileHandle(masterDescriptor, ownsHandle: true);
        slave = new SafeFileHandle(slaveDescriptor, ownsHandle: true);
        Name = Marshal.PtrToStringUTF8((nint)name)!;
        stream = new FileStream(master, FileAccess.ReadWrite, bufferSize: 0);
        Resize(columns, rows);
        new Thread(Read) { IsBackground = true, Name = "terminal" }.Start();
    }

    /// <summary>Path of the slave side.</summary>
    public string Name { get; }

    /// <summary>What the person at the terminal sees.</summary>
    public ByteLog Screen { get; } = new();

    public void Type(string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    public void Resize(int columns, int rows)
    {
        var size = new WindowSize { Rows = (ushort)rows, Columns = (ushort)columns };
        _ = Control(master, SetWindowSize, ref size);
    }

    /// <summary>Starts a program whose controlling terminal this is.</summary>
    public ChildProcess Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var child = ChildProcess.Start("sh", ["-c", "exec setsid --ctty \"$@\" <\"$0\" >\"$0\" 2>&1", Name, program, .. arguments], environment);

        // The screen ends when the program's copy is the last one closed.
        _ = child.Exited.ContinueWith(_ => slave.Dispose(), TaskScheduler.Default);
        return child;
    }

    public void Dispose()
    {
        slave.Dispose();
        stream.Dispose();
    }

    private void Read()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                Screen.Append(buffer.AsSpan(0, read));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // EIO: the last program on the slave side is gone.
        }

        Screen.End();
    }

    [LibraryImport("libutil.so.1", EntryPoint = "openpty", SetLastError = true)]
    private static unsafe partial int OpenPty(out int master, out int slave, byte* name, nint settings, nint size);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle descriptor, ulong request, ref WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
