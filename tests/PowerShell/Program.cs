return Microsoft.PowerShell.ConsoleShell.Start(bannerText: null, helpText: string.Empty, args);
