import '../kit/kit.css';
import './citizen.css';
import { createApp } from 'vue';
import { createTexts } from '../kit/i18n.js';
import CitizenApp from './CitizenApp.vue';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

createApp(CitizenApp)
  .use(createTexts({ 'zh-CN': zh, en }))
  .mount('#app');
