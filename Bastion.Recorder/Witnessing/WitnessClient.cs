using System.Globalization;
using System.Net;
using System.Text;
using Bastion.Recorder.Journal;

namespace Bastion.Recorder.Witnessing;

/// <summary>Brings heads of the journal to one witness (C2SP tlog-witness) and holds what it says about them.</summary>
internal sealed class WitnessClient(WitnessSettings settings, WitnessKey key, HttpClient http)
{
    private const int MaxAnswer = 4 << 10;
    private ulong _known;

    public WitnessKey Key => key;

    public string VerifierKey => settings.Key;

    /// <summary>The witness holds another history than this journal: it was rolled back, cut or rewritten. Empty when it does not say so.</summary>
    public string Contradiction { get; private set; } = "";

    /// <summary>Why it did not sign last time; empty when it did.</summary>
    public string Trouble { get; private set; } = "not asked yet";

    /// <summary>The signature line, or null; <see cref="Trouble"/> says why then.</summary>
    public async Task<string?> SubmitAsync(JournalStore journal, SignedHead head, string origin, CancellationToken cancel)
    {
        try
        {
            for (var attempt = 0; attempt < 2; attempt++)
            {
                using var answer = await http.PostAsync(new Uri(settings.Url.TrimEnd('/') + "/add-checkpoint"), new StringContent(Body(journal, head)), cancel);
                var text = await answer.Content.ReadAsStringAsync(cancel);
                if (text.Length > MaxAnswer)
                    return Failed("its answer is too long");
                switch (answer.StatusCode)
                {
                    case HttpStatusCode.OK:
                        return Taken(text, head, origin);
                    case HttpStatusCode.Conflict when ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size):
                        if (size > journal.Size)
                            return Contradicted($"it has signed {size} entries, the journal has {journal.Size}: the journal was rolled back");
                        if (size > head.Size)
                            return Failed($"it has signed {size} entries already");
                        if (size == _known)
                            return Contradicted($"it has signed another head of {size} entries");
                        _known = size;
                        continue;
                    case HttpStatusCode.UnprocessableEntity:
                        return Contradicted($"its head of {_known} entries is not in this journal");
                    default:
                        return Failed(string.Create(CultureInfo.InvariantCulture, $"it answered {(int)answer.StatusCode}"));
                }
            }
            return Failed("its size changes while it is asked");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException && !cancel.IsCancellationRequested)
        {
            return Failed(e.Message);
        }
    }

    private string Body(JournalStore journal, SignedHead head)
    {
        var old = Math.Min(_known, head.Size);
        var body = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {old}\n");
        foreach (var hash in journal.ConsistencyProof(old, head.Size))
            body.Append(Convert.ToBase64String(hash)).Append('\n');
        return body.Append('\n').Append(head.Note).ToString();
    }

    private string? Taken(string text, SignedHead head, string origin)
    {
        var checkpoint = new Checkpoint(origin, head.Size, head.Root);
        if (text.Split('\n').FirstOrDefault(line => key.Signed(line, checkpoint)) is not { } line)
            return Failed("its signature is not its key's");
        (_known, Trouble, Contradiction) = (head.Size, "", "");
        return line;
    }

    private string? Failed(string why)
    {
        Trouble = why;
        return null;
    }

    private string? Contradicted(string what)
    {
        Contradiction = $"Witness {key.Name}: {what}.";
        return Failed(what);
    }
}
