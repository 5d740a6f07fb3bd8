using System.Text.Json;
using Bastion.Testing;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>bastion-verify as a command: what it reads, what it answers, what it writes.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly SyntheticPack _pack = new();
    private readonly TemporaryDirectory _directory = new("verify");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    public void Dispose()
    {
        _pack.Dispose();
        _directory.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Command_WithAllThatCanBeGiven_Answers0AndExtracts()
    {
        var zip = Write("pack.zip", _pack.Build());
        var phrase = Write("phrase", System.Text.Encoding.UTF8.GetBytes(SyntheticPack.Passphrase + "\r\n"));
        var trust = Write("trust.json", JsonSerializer.SerializeToUtf8Bytes(_pack.Trust, JsonSerializerOptions.Web));
        var head = Write("head", System.Text.Encoding.UTF8.GetBytes(_pack.Note));
        Assert.Equal(0, await RunAsync(zip, "--passphrase-file", phrase, "--trust", trust, "--witness-checkpoint", head, "--extract", _directory.At("out")));
        Assert.EndsWith("The pack holds.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("does not contradict", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("a report", await File.ReadAllTextAsync(Path.Combine(_directory.At("out"), "report.pdf")));
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task Command_OnAPackThatDoesNotHold_Answers1AndSaysNothingWhenQuiet()
    {
        _pack.Afterwards = files => files["extra"] = [1];
        var zip = Write("pack.zip", _pack.Build());
        Assert.Equal(1, await RunAsync(zip, "--quiet"));
        Assert.Equal("", _output.ToString());
        Assert.Equal(1, await RunAsync(zip));
        Assert.Contains("FLAW file: extra", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync(Write("no.zip", [1, 2, 3])));
        Assert.StartsWith("bastion-verify: ", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithoutThePassphrase_Answers3()
    {
        Assert.Equal(3, await RunAsync(Write("pack.zip", _pack.Build())));
        Assert.EndsWith("not all could be checked.\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_ThatCouldNotBeAsked_Answers2()
    {
        Assert.Equal(2, await RunAsync());
        Assert.StartsWith("usage: bastion-verify PACK.zip", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync(_directory.At("none.zip")));
        Assert.Contains("bastion-verify: ", _errors.ToString(), StringComparison.Ordinal);
        var zip = Write("pack.zip", _pack.Build());
        Assert.Equal(2, await RunAsync(zip, "--trust", Write("trust.json", "no json"u8.ToArray())));
        Assert.Equal(2, await RunAsync(zip, "--passphrase-file", _directory.At("none")));
        Assert.Equal("", _output.ToString());
    }

    private Task<int> RunAsync(params string[] arguments) => Command.RunAsync(arguments, _output, _errors);

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_directory.At(name), content);
        return _directory.At(name);
    }
}
