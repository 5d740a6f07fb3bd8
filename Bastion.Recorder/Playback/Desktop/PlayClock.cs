namespace Bastion.Recorder.Playback.Desktop;

/// <summary>The time of the recording as it plays: it stands, or runs at a speed.</summary>
internal sealed class PlayClock(TimeProvider time)
{
    public const double Slowest = 0.25;
    public const double Fastest = 16;

    private long _micros;
    private long _since = time.GetTimestamp();
    private double _speed = 1;
    private bool _playing;

    public bool Playing => _playing;

    public double Speed => _speed;

    public long Micros => _playing ? _micros + (long)(time.GetElapsedTime(_since).TotalMicroseconds * _speed) : _micros;

    public void Play() => Set(Micros, _speed, true);

    public void Pause() => Set(Micros, _speed, false);

    public void Jump(long micros) => Set(micros, _speed, _playing);

    public void Run(double speed) => Set(Micros, double.IsFinite(speed) ? Math.Clamp(speed, Slowest, Fastest) : 1, _playing);

    /// <summary>How long until that instant of the recording; nothing when it is past.</summary>
    public TimeSpan Until(long micros) => TimeSpan.FromMicroseconds(Math.Max(0, (micros - Micros) / _speed));

    private void Set(long micros, double speed, bool playing) => (_micros, _speed, _playing, _since) = (micros, speed, playing, time.GetTimestamp());
}
