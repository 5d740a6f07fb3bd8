using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace Bastion.Testing;

/// <summary>Every byte that one side saw, in order, with waiting for what must still come. Safe for one writer and many readers.</summary>
public sealed class ByteLog
{
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> bytes = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastAt = Stopwatch.GetTimestamp();
    private bool ended;

    public long Length
    {
        get
        {
            lock (gate)
            {
                return bytes.WrittenCount;
            }
        }
    }

    /// <summary>Stopwatch ticks of the last byte.</summary>
    public long LastAt
    {
        get
        {
            lock (gate)
            {
                return lastAt;
            }
        }
    }

    /// <summary>The bytes as text; for what people read, never for comparing.</summary>
    public string Text => Encoding.UTF8.GetString(ToArray());

    public byte[] ToArray()
    {
        lock (gate)
        {
            return bytes.WrittenSpan.ToArray();
        }
    }

    public void Append(ReadOnlySpan<byte> more)
    {
        lock (gate)
        {
            bytes.Write(more);
            lastAt = Stopwatch.GetTimestamp();
            Wake();
        }
    }

    /// <summary>No byte comes any more.</summary>
    public void End()
    {
        lock (gate)
        {
            ended = true;
            Wake();
        }
    }

    public async Task ReadFrom(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0)
            {
                Append(buffer.AsSpan(0, read));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A cut line is one of the things that tests look for; what came before it is here.
        }
        finally
        {
            End();
        }
    }

    public Task WaitFor(string text, TimeSpan? patience = null, int from = 0) =>
        WaitUntil(() => ToArray().AsSpan(Math.Min(from, (int)Length)).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0, $"the text «{text}»", patience);

    public Task WaitForLength(long length, TimeSpan? patience = null) =>
        WaitUntil(() => Length >= length, $"{length} bytes", patience);

    public Task WaitForEnd(TimeSpan? patience = null) => WaitUntil(() => ended, "the end", patience);

    public async Task WaitUntil(Func<bool> condition, string what, TimeSpan? patience = null)
    {
        using var over = new CancellationTokenSource(patience ?? Eventually.Patience);
        while (true)
        {
            Task next;
            bool last;
            lock (gate)
            {
                next = changed.Task;
                last = ended;
            }

            if (condition())
            {
                return;
            }

            if (last)
            {
                throw new EndOfStreamException($"Ended without {what}. Seen:\n{Tail()}");
            }

            try
            {
                await next.WaitAsync(over.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Never saw {what}. Seen:\n{Tail()}");
            }
        }
    }

    private string Tail() => Text is { Length: > 4000 } text ? text[^4000..] : Text;

    private void Wake()
    {
        var before = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        before.SetResult();
    }
}
