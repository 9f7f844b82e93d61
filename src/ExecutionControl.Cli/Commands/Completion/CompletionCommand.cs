using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Commands.Completion;

/// <summary><c>ectl completion</c>: the script that makes a shell complete ectl's command lines.</summary>
internal sealed class CompletionCommand : EctlCommand
{
    private readonly Argument<string> _shell = new("shell") { Description = "The shell: bash, zsh, fish or pwsh.", HelpName = "bash|zsh|fish|pwsh" };

    public CompletionCommand(CommandHost host)
        : base(host, "completion", "Print the script that makes a shell complete ectl's commands, options, values and ids.")
    {
        _shell.CompletionSources.Add([.. CompletionScript.Shells]);
        _shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !CompletionScript.Shells.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"There is no completion for '{token.Value}': it is bash, zsh, fish or pwsh.");
            }
        });
        Add(_shell);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl completion bash > ~/.ectl-completion.bash",
        "ectl completion zsh",
        "ectl completion fish",
        "ectl completion pwsh",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Success, ExitCode.NotSent];

    protected override Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        context.Reporter.Print(CompletionScript.For(context.ParseResult.GetRequiredValue(_shell)));
        return Task.FromResult<OutcomeReport?>(null);
    }
}

/// <summary>The scripts. Each hands the line and the cursor's place to <c>ectl [suggest:N]</c> and offers what comes back.</summary>
internal static class CompletionScript
{
    private const string Bash = """
        # bash completion of ectl. Put this line into ~/.bashrc:  eval "$(ectl completion bash)"
        _ectl_complete() {
            local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" joined found
            # bash takes --option=value for three words, and completes the last.
            [[ $word == '=' ]] && word=
            joined="${line%"$word"}" joined="${joined##* }"
            COMPREPLY=()
            while IFS= read -r found; do
                found="${found#"$joined"}"
                [[ -n $found && $found == "$word"* ]] && COMPREPLY+=("$(printf '%q' "$found")")
            done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
            [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o default
        }
        complete -o nosort -F _ectl_complete ectl 2>/dev/null || complete -F _ectl_complete ectl
        """;

    private const string Zsh = """
        #compdef ectl
        # zsh completion of ectl. Put this line into ~/.zshrc, after compinit:  eval "$(ectl completion zsh)"
        _ectl() {
            local line="${BUFFER[1,CURSOR]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            found=(${found:#})
            if (( ${#found} )); then compadd -V ectl -a found; else _files; fi
        }
        compdef _ectl ectl
        """;

    private const string Fish = """
        # fish completion of ectl. Write it to ~/.config/fish/completions/ectl.fish
        function __ectl_complete
            set -l line (commandline --cut-at-cursor | string collect)
            ectl "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
        end
        complete --command ectl --no-files --keep-order --arguments '(__ectl_complete)'
        """;

    private const string PowerShell = """
        # PowerShell completion of ectl. Put this line into $PROFILE:  ectl completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName ectl -ScriptBlock {
            param($word, $commandAst, $cursor)
            $length = $cursor - $commandAst.Extent.StartOffset
            $line = $commandAst.ToString().PadRight($length).Substring(0, $length)
            $typed = $word.TrimStart("'", '"')
            ectl "[suggest:$length]" $line 2>$null | Where-Object { $_.StartsWith($typed, 'OrdinalIgnoreCase') } | ForEach-Object {
                # Whatever PowerShell could take for more than a word stands in quotes.
                $quoted = $_
                if ($_ -cnotmatch '^[A-Za-z0-9-][A-Za-z0-9_./:=-]*$') {
                    $quoted = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($_) + "'"
                }
                [System.Management.Automation.CompletionResult]::new($quoted, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "There is no completion for this shell."),
    };
}
