using ExecutionControl.Cli;
using ExecutionControl.Cli.Invocation;

ProcessMemory.Close();
return await EctlApplication.RunAsync(CommandHost.OfProcess(Composition.Services), args);
