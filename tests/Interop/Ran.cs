namespace Bastion.Interop;

/// <summary>What a program did.</summary>
public sealed record Ran(string Program, int Code, byte[] Output, string Errors)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Output);

    public Ran Ended(int code)
    {
        Assert.True(Code == code, $"{Program} ended with {Code} instead of {code}.\n{Errors}\n{(Output.Length < 4000 ? Text : $"{Output.Length} bytes")}");
        return this;
    }
}
