using System.Globalization;

namespace Bastion.Testing;

/// <summary>A screen of a test, in memory, with a French keyboard.</summary>
public sealed class XDisplay : IAsyncDisposable
{
    private readonly ChildProcess server;

    private XDisplay(ChildProcess server, string name)
    {
        this.server = server;
        Name = name;
    }

    /// <summary>":7"</summary>
    public string Name { get; }

    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?> { ["DISPLAY"] = Name };

    public static async Task<XDisplay> Start(int width, int height)
    {
        // The system gives the number: displays of other tests are no concern.
        var server = ChildProcess.Start("Xvfb", ["-displayfd", "1", "-screen", "0", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}x24"), "-nolisten", "tcp", "-noreset"]);
        await server.Output.WaitFor("\n");
        var display = new XDisplay(server, ":" + server.Output.Text.Trim());
        await display.Run("setxkbmap", "fr");
        return display;
    }

    /// <summary>Types as a person at this screen's keyboard, after a click into its middle.</summary>
    public async Task Type(string text)
    {
        await Run("xdotool", "mousemove", "500", "300");
        await Run("xdotool", "type", "--delay", "60", text);
        await Run("xdotool", "key", "Return");
    }

    /// <summary>The picture as a PNG file, pointer aside.</summary>
    public Task Screenshot(string file) => Run("import", "-window", "root", file);

    /// <summary>How alike two pictures are, in dB; 100 for the same, 0 for pictures of different sizes.</summary>
    public static async Task<double> Likeness(string one, string other)
    {
        await using var child = ChildProcess.Start("compare", ["-metric", "PSNR", one, other, "null:"]);
        await child.Exited.Within("compare to end");
        var said = child.Errors.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        if (said.StartsWith("inf", StringComparison.Ordinal))
        {
            return 100;
        }

        return double.TryParse(said, CultureInfo.InvariantCulture, out var likeness) ? likeness is 0 ? 100 : likeness : 0;
    }

    public async Task Run(string program, params string[] arguments)
    {
        await using var child = ChildProcess.Start(program, arguments, Environment);
        if (await child.Exited.Within($"{program} to end") != 0)
        {
            throw new InvalidOperationException($"{program}: {child.Errors.Text}");
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
