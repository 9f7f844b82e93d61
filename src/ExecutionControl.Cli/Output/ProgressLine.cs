using System.Globalization;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// How far something is, in one line: drawn again every second on a terminal, and where there is none a line that stays every ten seconds.
/// Programs that read JSON and people who want quiet get none.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int Cells = 20;

    private static readonly TimeSpan DrawInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly Reporter _reporter;
    private readonly TimeProvider _clock;
    private readonly Func<TimeSpan, string> _text;
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private bool _isOver;

    /// <param name="reporter">Where it is told.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="text">The line, by the time that has passed.</param>
    /// <param name="isImmediate">Whether it is drawn at once; otherwise what ends within a second shows none.</param>
    public ProgressLine(Reporter reporter, TimeProvider clock, Func<TimeSpan, string> text, bool isImmediate = true)
    {
        (_reporter, _clock, _text) = (reporter, clock, text);
        _startedAt = clock.GetTimestamp();
        var interval = reporter.IsLive ? DrawInterval : LineInterval;
        _timer = clock.CreateTimer(_ => Tick(), state: null, interval, interval);
        if (isImmediate)
        {
            Draw();
        }
    }

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Elapsed => _clock.GetElapsedTime(_startedAt);

    /// <summary>Draws it anew where it is drawn, as something has changed.</summary>
    public void Draw()
    {
        if (_reporter.IsLive)
        {
            Tick();
        }
    }

    /// <summary>Writes something else in between, which a drawing must not come into.</summary>
    public void Between(Action write)
    {
        lock (_gate)
        {
            if (_reporter.IsLive)
            {
                _reporter.EraseLive();
            }

            write();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _timer.Dispose();
            if (_reporter.IsLive)
            {
                _reporter.EraseLive();
            }
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            if (_reporter.IsLive)
            {
                _reporter.DrawLive(_text(Elapsed));
            }
            else
            {
                _reporter.Notice(_text(Elapsed));
            }
        }
    }

    /// <summary>A time in minutes and seconds.</summary>
    public static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");

    /// <summary>How much of something is done, as a bar of letters.</summary>
    public static string Bar(long done, long total)
    {
        var filled = total <= 0 ? 0 : (int)(Cells * Math.Clamp(done, 0, total) / total);
        return $"[{new string('#', filled)}{new string('-', Cells - filled)}]";
    }

    /// <summary>How many were done in a second and how long the rest takes at that rate, each with what goes before; empty where it is not measured.</summary>
    /// <param name="done">How many were done.</param>
    /// <param name="within">In which time.</param>
    /// <param name="left">How many are left.</param>
    public static string RateAndTimeLeft(long done, TimeSpan within, long left)
    {
        if (done <= 0 || within < DrawInterval)
        {
            return string.Empty;
        }

        var rate = done / within.TotalSeconds;
        var timeLeft = TimeSpan.FromSeconds(Math.Min(left / rate, TimeSpan.FromDays(30).TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture, $" · {rate:0.#}/s · {Clock(timeLeft)} left");
    }
}
