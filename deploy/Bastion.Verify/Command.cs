namespace Bastion.Verify;

/// <summary>
/// bastion-verify: checks an evidence pack without network and without Recorder. Answers 0 when everything holds, 1 when something does not,
/// 2 when it could not be asked, 3 when nothing is wrong but not all could be checked (no passphrase).
/// </summary>
internal static class Command
{
    private const string Usage = """
        usage: bastion-verify PACK.zip [--passphrase-file FILE] [--trust FILE] [--witness-checkpoint FILE]... [--extract DIRECTORY] [--quiet]

          --passphrase-file     opens what the pack says; without it only order, hashes, signatures and proofs are checked
          --trust               fingerprints and keys that you have from elsewhere (docs/formats/evidence-pack.md section 6); others are refused then
          --witness-checkpoint  the last head that a witness signed, fetched from the witness itself
          --extract             writes the documents of the pack, decrypted
        """;

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (Arguments.Parse(arguments) is not { } asked)
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            using var pack = new PackFiles(File.OpenRead(asked.Pack));
            var report = new Report();
            PackVerifier.Verify(pack, asked.ReadPassphrase(), asked.ReadTrust(), asked.ReadWitnessed(), report, asked.Extract);
            if (!asked.Quiet)
                await report.WriteAsync(output);
            return report.Flaws.Count > 0 ? 1 : report.Unchecked.Count > 0 ? 3 : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or System.Text.Json.JsonException)
        {
            await errors.WriteLineAsync($"bastion-verify: {e.Message}");
            return e is InvalidDataException ? 1 : 2;
        }
    }
}
