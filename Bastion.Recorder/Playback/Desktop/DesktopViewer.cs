using System.Threading.Channels;
using Bastion.Rdp.Replay;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Ingest;
using Grpc.Core;

namespace Bastion.Recorder.Playback.Desktop;

/// <summary>The viewer's side of one playing: its RDP client, whose handshake is answered here, and its commands.</summary>
internal sealed class DesktopViewer(IAsyncStreamReader<PlayDesktopRequest> requests, ReplayHandshake handshake, PlayOutput output, CancellationToken cancel)
{
    // Of many seeks in a row only the last counts; who sends more than this at once waits for none of them.
    private const int MaxCommands = 64;

    private readonly Signal _progress = new();

    private readonly Channel<PlayCommand> _commands = Channel.CreateBounded<PlayCommand>(new BoundedChannelOptions(MaxCommands) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    public ChannelReader<PlayCommand> Commands => _commands.Reader;

    /// <summary>Until the client is gone or says what no client says.</summary>
    public async Task ListenAsync()
    {
        var answers = new List<byte[]>();
        while (await requests.MoveNext(cancel))
        {
            var request = requests.Current;
            if (request.PartCase == PlayDesktopRequest.PartOneofCase.Command)
                _commands.Writer.TryWrite(request.Command);
            if (request.PartCase != PlayDesktopRequest.PartOneofCase.Data)
                continue;
            var before = handshake.Phase;
            var good = handshake.TryTake(request.Data.Span, answers);
            foreach (var answer in answers)
                await output.DataAsync(answer);
            answers.Clear();
            if (!good)
                return;
            if (handshake.Phase != before)
                _progress.Raise();
        }
    }

    public async Task UntilAsync(ReplayPhase phase)
    {
        while (handshake.Phase < phase)
            await _progress.WaitAsync(cancel);
    }
}
