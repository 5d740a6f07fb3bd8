namespace Bastion.Appliance;

/// <summary>What a service writes to its standard streams: little, so two files of a few MiB are enough.</summary>
internal sealed class OutputFile : IDisposable
{
    private const long MaxBytes = 8 << 20;

    private readonly string path;
    private readonly Lock gate = new();
    private StreamWriter writer;

    public OutputFile(string path)
    {
        this.path = path;
        writer = Open();
    }

    public async Task Take(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (gate)
            {
                writer.WriteLine(line);
                if (writer.BaseStream.Length > MaxBytes)
                {
                    writer.Dispose();
                    File.Move(path, path + ".1", overwrite: true);
                    writer = Open();
                }
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
            writer.Dispose();
    }

    private StreamWriter Open() => new(path, append: true) { AutoFlush = true };
}
