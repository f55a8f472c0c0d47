import {
  Button,
  Field,
  FluentProvider,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  ProgressBar,
  Select,
  Spinner,
  Tab,
  TabList,
  webLightTheme,
} from "@fluentui/react-components";
import { createRoot } from "react-dom/client";

// What the pane is weighed against: React and the Fluent components of its first load, with nothing behind them.
const element = document.getElementById("pane");
if (element !== null) {
  createRoot(element).render(
    <FluentProvider theme={webLightTheme}>
      <TabList selectedValue="one">
        <Tab value="one">One</Tab>
      </TabList>
      <Field label="Field">
        <Input />
      </Field>
      <Select>
        <option>One</option>
      </Select>
      <ProgressBar />
      <Spinner />
      <MessageBar>
        <MessageBarBody>
          <MessageBarTitle>Title</MessageBarTitle>
        </MessageBarBody>
      </MessageBar>
      <Button>Read this workbook</Button>
    </FluentProvider>,
  );
}
