namespace Bastion.Testing;

/// <summary>
/// What runs on a device while things are killed: it sends numbered lines without end and keeps every byte that arrives, in a file per connection.
/// First line sent: "tag T"; then "T 0000000000", "T 0000000001", … The file is input-T.
/// </summary>
public static class PatternDevice
{
    public const string FilePrefix = "input-";

    private const string Program = """
        use strict; use warnings; use Time::HiRes qw(time);
        my ($lines, $pause) = @ARGV;
        my $tag = sprintf '%d-%.0f', $$, time * 1e6;
        open my $kept, '>', "$ENV{HOME}/input-$tag" or die;
        my $writer = fork;
        if (!$writer) {
            my $put = sub { my ($text, $at) = (shift, 0); while ($at < length $text) { my $n = syswrite STDOUT, $text, length($text) - $at, $at; exit unless defined $n; $at += $n } };
            $put->("tag $tag\n");
            for (my $number = 0;;) {
                my $text = '';
                $text .= sprintf "%s %010d\n", $tag, $number++ for 1 .. $lines;
                $put->($text);
                select undef, undef, undef, $pause;
            }
        }
        while (sysread STDIN, my $bytes, 65536) { syswrite $kept, $bytes }
        kill 'TERM', $writer;
        """;

    /// <param name="lines">Lines at once; 0: silent.</param>
    /// <param name="pauseMillis">Between them.</param>
    public static SshDeviceOptions Options(int lines = 40, int pauseMillis = 5) => new()
    {
        Files = new Dictionary<string, string> { ["pattern.pl"] = Program },
        ForceCommand = FormattableString.Invariant($"exec perl \"$HOME/pattern.pl\" {lines} {pauseMillis / 1000.0}"),
    };

    /// <summary>What the device received, by the tag of the connection.</summary>
    public static IEnumerable<(string Tag, byte[] Bytes)> Received(SshDevice device) =>
        Directory.EnumerateFiles(device.Home, FilePrefix + "*").Select(file => (Path.GetFileName(file)[FilePrefix.Length..], File.ReadAllBytes(file)));
}
