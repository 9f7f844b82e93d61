using System.Buffers;
using System.Text.Json;

namespace ExecutionControl.Runs;

/// <summary>
/// Writes what rows of the history say, one after another, into the same memory. Not for several threads at once. The times that all targets of one
/// write share become text once.
/// </summary>
internal sealed class HistoryContent : IDisposable
{
    private static readonly JsonEncodedText _event = JsonEncodedText.Encode("event");
    private static readonly JsonEncodedText _settled = JsonEncodedText.Encode("targetSettled");
    private static readonly JsonEncodedText _time = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText _ordinal = JsonEncodedText.Encode("ordinal");
    private static readonly JsonEncodedText _operation = JsonEncodedText.Encode("operation");
    private static readonly JsonEncodedText _account = JsonEncodedText.Encode("account");
    private static readonly JsonEncodedText _target = JsonEncodedText.Encode("target");
    private static readonly JsonEncodedText _started = JsonEncodedText.Encode("started");
    private static readonly JsonEncodedText _result = JsonEncodedText.Encode("result");

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;
    private (DateTimeOffset Time, JsonEncodedText Text) _at;
    private (DateTimeOffset Time, JsonEncodedText Text) _startedAt;

    public HistoryContent() => _writer = new Utf8JsonWriter(_buffer, HistoryChain.Writing);

    /// <summary>The row of a target that has come to an outcome.</summary>
    /// <returns>It in UTF-8, until the next one is written.</returns>
    public ReadOnlySpan<byte> OfOutcome(RunTarget target, TargetResult result, DateTimeOffset at)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _writer.WriteString(_event, _settled);
        _writer.WriteString(_time, TextOf(at, ref _at));
        WriteTarget(_writer, target);
        if (target.IntendedAt is { } startedAt)
        {
            _writer.WriteString(_started, TextOf(startedAt, ref _startedAt));
        }

        if (target.WasUnknown)
        {
            _writer.WriteString(HistoryChain.Replaced, nameof(TargetOutcome.Unknown));
        }

        _writer.WritePropertyName(_result);
        ResultContext.Lines.Write(_writer, WellFormed(result));
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan;
    }

    /// <summary>What every row about a target says of it.</summary>
    public static void WriteTarget(Utf8JsonWriter writer, RunTarget target)
    {
        var planned = target.Planned;
        writer.WriteNumber(_ordinal, target.Ordinal);
        writer.WriteString(_operation, planned.Operation.Id);
        if (planned.DecidedOperation != planned.Operation)
        {
            writer.WriteString("decision"u8, OperationInput.Read(planned.Operation, planned.Input).Decision);
        }

        writer.WriteString(_account, planned.Account);
        writer.WriteString(_target, planned.Id);
    }

    public void Dispose() => _writer.Dispose();

    private static JsonEncodedText TextOf(DateTimeOffset time, ref (DateTimeOffset Time, JsonEncodedText Text) last)
    {
        if (!last.Time.EqualsExact(time))
        {
            last = (time, JsonEncodedText.Encode(HistoryChain.Text(time), HistoryChain.Writing.Encoder));
        }

        return last.Text;
    }

    private static TargetResult WellFormed(TargetResult result)
    {
        // Mostly all of it is: then it is not copied.
        var (message, said, id, state, warning) = (
            WellFormedText.Of(result.Message),
            WellFormedText.Of(result.ServiceMessage),
            WellFormedText.Of(result.RequestId),
            WellFormedText.Of(result.State),
            WellFormedText.Of(result.Warning));
        return ReferenceEquals(message, result.Message)
            && ReferenceEquals(said, result.ServiceMessage)
            && ReferenceEquals(id, result.RequestId)
            && ReferenceEquals(state, result.State)
            && ReferenceEquals(warning, result.Warning)
            ? result
            : result with { Message = message, ServiceMessage = said, RequestId = id, State = state, Warning = warning };
    }
}
